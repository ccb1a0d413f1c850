import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: ['test/load/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    // Moments are what is tried here: one file at a time.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }
  }
})
