import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readManifest } from '../builder/manifest.js'
import type { Policy } from '../core/policy/types.js'
import type { FlowAction, RunActionOptions } from './options.js'

/** All Actions of a trigger, in the order of the policy: of a folder that was built, or of a policy, built for each call. */
export type BuiltFlow = { folder: string | URL } | { config: string; env?: string }

const picked = <V>(record: Readonly<Record<string, V>> = {}, names: readonly string[]): Record<string, V> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)))

const readFolder = async (
  folder: string,
  { trigger = 'post-login', secrets, modules }: RunActionOptions
): Promise<FlowAction[]> => {
  const manifest = await readManifest(folder)
  if (!manifest) throw new TypeError(`${folder} has no manifest.json: build it with a0seal build`)
  const bound = manifest.actions.filter(action => action.trigger === trigger)
  return Promise.all(
    bound.map(async ({ name, file, ...needed }) => ({
      action: { name, code: await readFile(join(folder, file), 'utf8') },
      name,
      // As on Auth0, each has its own and no others.
      secrets: picked(secrets, Object.keys(needed.secrets)),
      modules: picked(modules, Object.keys(needed.modules))
    }))
  )
}

/**
 * The Actions that a policy binds to a trigger, in their order. Those that live in the tenant are left out.
 *
 * @throws TypeError for a folder that was not built; ERR_POLICY, ERR_BUILD for a policy
 */
export const readFlow = async (
  source: BuiltFlow,
  options: RunActionOptions
): Promise<{ actions: FlowAction[]; policy?: Policy }> => {
  if ('folder' in source) {
    const { folder } = source
    const directory = folder instanceof URL ? fileURLToPath(folder) : resolve(folder)
    return { actions: await readFolder(directory, options) }
  }
  const { build } = await import('../builder/build.js')
  const out = await mkdtemp(join(tmpdir(), 'a0seal-flow-'))
  try {
    const { policy } = await build({ ...source, out })
    return { actions: await readFolder(out, options), policy }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}
