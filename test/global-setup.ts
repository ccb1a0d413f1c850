import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { compile } from '../compile.mjs'
import { policiesToBuild } from './fixtures/policies/to-build.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of what `builtPolicy` names. */
    builtPolicies: string
  }
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Children, workers and the build run what is compiled, so that this comes before any test, however vitest was started. */
export default async (project: TestProject) => {
  await compile()
  project.onTestsRerun(compile)
  const { build } = await import('../lib/builder/build.js')
  const folder = await mkdtemp(join(tmpdir(), 'a0seal-built-'))
  for (const [name, config] of Object.entries(policiesToBuild)) {
    await build({ config: join(root, config), out: join(folder, name), rules: true })
  }
  project.provide('builtPolicies', folder)
  return () => rm(folder, { recursive: true, force: true })
}
