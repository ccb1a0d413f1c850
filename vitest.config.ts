import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['browser', 'clients', 'deploy-cli', 'load', 'system'].map(name => `test/${name}/**`),
    globalSetup: 'test/global-setup.ts',
    // Files share a process: no test may leave anything behind. Two workers, on two cores.
    isolate: false,
    maxWorkers: 2,
    // Most of what the tests make is young when it goes: a larger room for it is cleared less often.
    execArgv: ['--max-semi-space-size=64'],
    // A machine that others use too is slow; what hangs is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }
  }
})
