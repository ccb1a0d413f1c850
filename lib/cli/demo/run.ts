import { existsSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { packageRoot } from '../../builder/package-root.js'
import { configFiles, type PolicyOptions } from '../../builder/policy-file.js'
import { A0sealError } from '../../core/errors.js'
import { loadActions } from '../../tenant/development/load-actions.js'
import { startTenant } from '../../tenant/start.js'
import { finishing, unlessInterrupted } from '../interruption.js'
import type { NamedFile } from '../keys/named-files.js'
import { setSecret } from '../tenant/introduction.js'
import { readOwnKeys } from '../tenant/own-keys.js'
import type { Terminal } from '../terminal.js'
import { compare } from './comparison.js'
import { tellPolicy } from './policy-story.js'
import { createReporter, type Report, type Reporter } from './report.js'
import { tellStory, tellWithout } from './story.js'
import { startDemo } from './tenants.js'

export interface DemoOptions extends PolicyOptions {
  keys?: NamedFile[]
  json: boolean
}

/** The policy that comes with a0seal, whose story is told in full. */
const ours = join(packageRoot, 'a0seal.config.ts')

const nextSteps = (policy: string): string[] =>
  Object.entries({
    'npx a0seal tenant': 'an Auth0 tenant on this machine: log in yourself, point your application at it',
    [policy]: 'the policy: name your own attributes, applications and claims',
    'npx a0seal build': 'writes dist/, and says what to set before `a0deploy import`'
  }).map(([step, what]) => `${step.padEnd(24)} ${what}`)

const summary = ({ checks, failed }: Report, next: readonly string[]): string =>
  [
    '',
    `${checks} checks, ${failed === 0 ? 'all ok' : `${failed} FAILED`}.`,
    '',
    'Next:',
    ...next.map(step => `   ${step}`)
  ].join('\n')

const tellOurs = async (reporter: Reporter, interrupted: AbortSignal): Promise<void> => {
  const { actions, privateKeys } = await loadActions({ config: ours, env: 'dev' })
  const key = privateKeys.A0SEAL_HR_WEB_KEY
  if (!key) throw new A0sealError('ERR_BUILD', 'the demo has no key for its application')
  const demo = await startDemo(actions)
  try {
    const sections = [
      () => tellStory(demo, key, reporter),
      () => compare(demo, key, reporter),
      () => tellWithout(demo, reporter)
    ]
    for (const tell of sections) {
      if (interrupted.aborted) return
      await tell()
    }
  } finally {
    await demo.stop()
  }
}

const tellTheirs = async (
  { keys = [], config, env: name }: DemoOptions,
  { reporter, warn, env: environment }: Pick<Terminal, 'warn' | 'env'> & { reporter: Reporter },
  interrupted: AbortSignal
): Promise<void> => {
  const source = { config, env: name, environment, keys: await readOwnKeys(keys) }
  const { actions, policy, seed, privateKeys, secrets, unset } = await loadActions(source)
  if (!policy) throw new A0sealError('ERR_BUILD', 'the demo has no policy')
  for (const secret of unset) warn(`unset secret: ${secret}: ${setSecret}`)
  const developmentKeys = { ...secrets, ...privateKeys }
  const tenant = await startTenant({
    actions,
    policy,
    ...(seed && { seed }),
    developmentKeys,
    httpsPort: false
  })
  try {
    await tellPolicy({ tenant: { ...tenant, privateKeys }, policy }, reporter, interrupted)
  } finally {
    await tenant.stop()
  }
}

/** The policy that was named, or is in this folder; undefined for the one that comes with a0seal. */
const theirPolicy = ({ config }: PolicyOptions): string | undefined => {
  if (config !== undefined) return config
  const file = configFiles().find(candidate => existsSync(candidate))
  return file !== undefined && realpathSync(file) !== realpathSync(ours) ? basename(file) : undefined
}

/** @returns true where every line was as it should be; false where it was interrupted, too */
export const runDemo = async (
  { printJson, printLine, warn, env }: Terminal,
  options: DemoOptions
): Promise<boolean> => {
  const { json, keys = [] } = options
  const theirs = theirPolicy(options)
  if (keys.length > 0 && theirs === undefined)
    throw new A0sealError('ERR_USAGE', '--keys is for a policy of your own: --config names one')
  const reporter = createReporter(json ? () => {} : printLine)
  const isWhole = await finishing(async interrupted => {
    // It stops after the part that it is in.
    await unlessInterrupted(interrupted, () =>
      theirs === undefined
        ? tellOurs(reporter, interrupted)
        : tellTheirs(options, { reporter, warn, env }, interrupted)
    )
    return !interrupted.aborted
  })
  if (!isWhole) {
    warn('interrupted')
    return false
  }
  const report = reporter.report()
  const next = nextSteps(theirs ?? basename(ours))
  if (json) printJson({ ...report, nextSteps: next })
  else printLine(summary(report, next))
  return report.failed === 0
}
