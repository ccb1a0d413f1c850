import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/deploy-cli/**'],
    testTimeout: 20_000
  }
})
