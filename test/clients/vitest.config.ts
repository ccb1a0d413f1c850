import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: ['test/clients/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts', 'test/clients/install.ts'],
    // One tenant and one application at a time is enough for two cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
