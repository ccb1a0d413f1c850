// What `npm run build` runs: the same as `a0seal build`, compiled before.
process.argv.splice(2, 0, 'build')
await import(new URL('build/cli/main.js', import.meta.url).href)
