import { defineConfig } from 'vitest/config'
import { testsOf } from './folders.mjs'

const folder = process.env.A0SEAL_MUTATED ?? ''

export default defineConfig({
  resolve: { conditions: ['a0seal-source'] },
  ssr: { resolve: { conditions: ['a0seal-source'] } },
  test: {
    include: [...(testsOf[folder] ?? [])],
    exclude: ['test/reader/bundle.test.ts'], // bundles the sources, and runs none of them
    setupFiles: 'test/mutation/setup.ts',
    isolate: false,
    testTimeout: 60_000
  }
})
