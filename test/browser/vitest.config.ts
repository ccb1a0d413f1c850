import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/browser/setup.ts',
    // One Chromium at a time is enough for two cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
