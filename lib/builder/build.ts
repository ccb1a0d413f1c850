import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { secretsOf } from '../core/policy/secrets.js'
import type { Policy } from '../core/policy/types.js'
import { bundle } from './bundle.js'
import { deployFiles, json } from './deploy-files.js'
import { firstLineOf, withoutFirstLine } from './first-line.js'
import type { BuiltFile, Manifest } from './manifest.js'
import { packageRoot } from './package-root.js'
import { loadPolicy, type PolicyOptions } from './policy-file.js'
import type { Target } from './target.js'
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
  /** The folder that was written. */
  out: string
  /** The files to watch. */
  sources: string[]
}

/** What Actions are deployed for. */
const runtime = 'node22'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Builds all of a policy, and writes nothing. */
const bundleAll = async (policy: Policy, { env, rules }: { env: string; rules: boolean }) => {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'))
  const hash = sha256(JSON.stringify(policy)).slice(0, 12)
  const secrets = secretsOf(policy)
  const files: Record<string, string> = {}
  const add = async (target: Target, title: string): Promise<BuiltFile> => {
    const { name, file } = target
    const { code, inputs } = await bundle(target, firstLineOf({ name: title, version, policy: hash, env }))
    files[file] = code
    return {
      name,
      file,
      bytes: Buffer.byteLength(code),
      gzipBytes: gzipSync(code).length,
      sha256: sha256(withoutFirstLine(code)),
      secrets: secrets[name] ?? {},
      inputs
    }
  }
  const targets = actionTargets(policy)
  const actions = await Promise.all(
    targets.map(async target => ({ ...(await add(target, target.name)), trigger: target.trigger, runtime }))
  )
  const manifest: Manifest = { version, env, policy: hash, actions }
  if (rules)
    manifest.rules = await Promise.all(ruleTargets(policy).map(target => add(target, `Rule ${target.name}`)))
  return { manifest, files: { ...files, ...deployFiles(manifest, targets) } }
}

/**
 * Builds the Actions of a policy. Writes nothing unless everything is right; what an earlier build wrote and this one does
 * not is removed.
 *
 * @throws ERR_POLICY (the message names the path in the policy), ERR_BUILD, or ERR_USAGE for a wrong environment
 */
export const build = async ({
  out = 'dist',
  rules = false,
  ...options
}: BuildOptions = {}): Promise<BuildResult> => {
  const { policy, env, sources } = await loadPolicy(options)
  const { manifest, files } = await bundleAll(policy, { env, rules })
  await writeFiles(resolve(out), {
    ...files,
    'manifest.json': json(manifest),
    // The files can be required from any project, whatever its own type is.
    'package.json': json({ type: 'commonjs' })
  })
  const built = [...manifest.actions, ...(manifest.rules ?? [])]
  const ours = built.flatMap(({ inputs }) => inputs.map(file => join(packageRoot, file)))
  return {
    manifest,
    policy,
    out: resolve(out),
    sources: [...new Set([...sources, ...ours])].filter(file => existsSync(file))
  }
}
