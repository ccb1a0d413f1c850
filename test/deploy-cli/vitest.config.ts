import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: { include: ['test/deploy-cli/**/*.test.ts'] }
})
