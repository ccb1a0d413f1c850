// The same as `a0seal build`, for those who look for a build script.
process.argv.splice(2, 0, 'build')
await import('./a0seal.mjs')
