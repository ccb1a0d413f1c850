import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readManifest } from '../builder/manifest.js'
import type { Policy } from '../core/policy/types.js'
import type { FlowAction, RunActionOptions } from './options.js'

/** An Action that the policy does not build, at its place among those that it does. */
export interface InsertedAction extends FlowAction {
  /** Its place in the order of the trigger once it is there, from 0. */
  at: number
}

/** All Actions of a trigger, in the order of the policy: of a folder that was built, or of a policy, built for each call. */
export type BuiltFlow = ({ folder: string | URL } | { config: string; env?: string }) & {
  /** Stand in for what else is bound to the trigger in the tenant, in the order of their places. */
  insert?: readonly InsertedAction[]
}

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

const withInserted = (built: readonly FlowAction[], inserted: readonly InsertedAction[]): FlowAction[] => {
  const all = [...built]
  for (const { at, ...action } of inserted) {
    if (!Number.isInteger(at) || at < 0 || at > all.length)
      throw new TypeError(`an Action is inserted at ${at}: its place must be from 0 to ${all.length}`)
    all.splice(at, 0, action)
  }
  return all
}

const readBuilt = async (
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
    const { config, env } = source
    const { policy } = await build({ config, env, out })
    return { actions: await readFolder(out, options), policy }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/**
 * The Actions that a policy binds to a trigger, in their order. Those that live in the tenant are left out, but for what is
 * inserted.
 *
 * @throws TypeError for a folder that was not built, and for an Action inserted where there is no place; ERR_POLICY, ERR_BUILD
 *   for a policy
 */
export const readFlow = async (
  source: BuiltFlow,
  options: RunActionOptions
): Promise<{ actions: FlowAction[]; policy?: Policy }> => {
  const { actions, ...built } = await readBuilt(source, options)
  return { actions: withInserted(actions, source.insert ?? []), ...built }
}
