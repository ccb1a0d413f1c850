import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { firstLineOf, withoutFirstLine } from '../core/format/first-line.js'
import { type ActionSecrets, secretsOf } from '../core/policy/secrets.js'
import { actionsInOrder, type OrderedAction } from '../core/policy/triggers/order.js'
import type { Policy } from '../core/policy/types.js'
import { warningsOf } from '../core/policy/warnings.js'
import { bundle } from './bundle.js'
import type { Bundled } from './checks.js'
import { deployFiles, json } from './deploy-files.js'
import type { BuiltAction, BuiltFile, Manifest } from './manifest.js'
import { bundleOwn } from './own/action.js'
import { loadOwn } from './own/load.js'
import { codeWarnings } from './own/warnings.js'
import { packageRoot } from './package-root.js'
import { type LoadedPolicy, loadPolicy, type PolicyOptions } from './policy-file.js'
import type { ActionTarget, Target } from './target.js'
import { actionTargets, ruleTargets } from './targets.js'
import { writeFiles } from './write-files.js'

export interface BuildOptions extends PolicyOptions {
  /** The folder to write. Default `dist`. */
  out?: string | undefined
  /**
   * Also writes the Rules that the Actions replace, to compare with. Default false: Auth0 runs no Rules any more, and
   * `a0deploy import` would try to deploy them.
   */
  rules?: boolean | undefined
}

export interface BuildResult {
  manifest: Manifest
  policy: Policy
  /** Its file. */
  config: string
  /** What may not be meant, a line each: `WARN_…`, and where. */
  warnings: string[]
  /** The folder that was written. */
  out: string
}

/** What Actions are deployed for. */
const runtime = 'node22'

/** Hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What this package is called in each file that it builds. */
export const readVersion = async (): Promise<string> =>
  JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')).version

const builtFile = (
  { name, code, inputs }: Bundled,
  file: string,
  secrets: ActionSecrets = {}
): BuiltFile => ({
  name,
  file,
  bytes: Buffer.byteLength(code),
  gzipBytes: gzipSync(code).length,
  sha256: sha256(withoutFirstLine(code)),
  secrets,
  inputs
})

/** The names of a trigger's Actions, for each that has some. */
const namesInOrder = (order: readonly OrderedAction[]): Manifest['triggers'] => {
  const names: Manifest['triggers'] = {}
  for (const { trigger, name } of order) names[trigger] = [...(names[trigger] ?? []), name]
  return names
}

/** Which policy something is of: the first 12 hex digits of SHA-256. What doctor ignores is in nothing that is built. */
export const policyHash = ({ doctor: _doctor, ...policy }: Policy): string =>
  sha256(JSON.stringify(policy)).slice(0, 12)

/** Builds all of a policy, and writes nothing. */
const bundleAll = async (
  loaded: LoadedPolicy,
  { rules, sources }: { rules: boolean; sources: Set<string> }
) => {
  const { policy, env } = loaded
  const hash = policyHash(policy)
  const version = await readVersion()
  const title = (name: string) => firstLineOf({ name, version, policy: hash, env })
  const secrets = secretsOf(policy)
  const order = actionsInOrder(policy)
  const targets = actionTargets(policy)
  const files: Record<string, string> = {}
  const codes: Record<string, string> = {}

  const buildAction = async (action: OrderedAction): Promise<BuiltAction[]> => {
    const { kind, name, trigger } = action
    if (kind === 'deployed') return []
    const target = targets.find(target => target.name === name)
    const bundled =
      kind === 'own'
        ? await bundleOwn(action, title(name), { ...loaded, sources })
        : await bundle(target as ActionTarget, title(name), sources)
    const file = `actions/${name}/code.js`
    files[file] = bundled.code
    codes[name] = bundled.code
    const { dependencies, modules } = kind === 'own' ? action : { dependencies: {}, modules: {} }
    return [{ ...builtFile(bundled, file, secrets[name]), trigger, runtime, dependencies, modules }]
  }
  const buildRule = async (target: Target): Promise<BuiltFile> => {
    const bundled = await bundle(target, title(`Rule ${target.name}`), sources)
    files[target.file] = bundled.code
    return builtFile(bundled, target.file, secrets[target.name])
  }

  const actions = (await Promise.all(order.map(buildAction))).flat()
  const own = order.flatMap(action =>
    action.kind === 'own' ? [{ ...action, code: codes[action.name] ?? '' }] : []
  )
  await loadOwn(own, loaded.config)
  const manifest: Manifest = { version, env, policy: hash, actions, triggers: namesInOrder(order) }
  if (rules) manifest.rules = await Promise.all(ruleTargets(policy).map(buildRule))
  const warnings = [...warningsOf(policy), ...codeWarnings(order, codes)]
  return { manifest, warnings, files: { ...files, ...deployFiles(manifest) } }
}

/** What was built, and not written. */
export interface BuiltFiles {
  manifest: Manifest
  /** Text by path in the folder of the build. */
  files: Record<string, string>
  warnings: string[]
}

/** Builds the Actions of a policy that was loaded, and writes nothing. @throws ERR_BUILD */
export const buildFiles = (loaded: LoadedPolicy): Promise<BuiltFiles> =>
  bundleAll(loaded, { rules: false, sources: new Set() })

/**
 * Builds the Actions of a policy. Writes nothing unless everything is right; what an earlier build wrote and this one does
 * not is removed.
 *
 * @param sources each file that it is built from is added, if it fails too: what to watch
 * @throws ERR_POLICY (the message names the path in the policy), ERR_BUILD, or ERR_USAGE for a wrong environment
 */
export const build = async (
  { out = 'dist', rules = false, ...options }: BuildOptions = {},
  sources = new Set<string>()
): Promise<BuildResult> => {
  const loaded = await loadPolicy(options, sources)
  const { manifest, warnings, files } = await bundleAll(loaded, { rules, sources })
  await writeFiles(resolve(out), {
    ...files,
    'manifest.json': json(manifest),
    // The files can be required from any project, whatever its own type is.
    'package.json': json({ type: 'commonjs' })
  })
  return { manifest, policy: loaded.policy, config: loaded.config, warnings, out: resolve(out) }
}
