import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../builder/package-root.js'
import { configFiles, type PolicyOptions } from '../../builder/policy-file.js'
import { A0sealError } from '../../core/errors.js'
import { loadActions } from '../../tenant/development/load-actions.js'
import { startTenant } from '../../tenant/start.js'
import { finishing } from '../interruption.js'
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

const nextSteps = [
  'npx a0seal tenant        an Auth0 tenant on this machine: log in yourself, point your application at it',
  'a0seal.config.ts         the policy: name your own attributes, applications and claims',
  'npx a0seal build         writes dist/, which `a0deploy import` takes as it stands'
]

const summary = ({ checks, failed }: Report): string =>
  [
    '',
    `${checks} checks, ${failed === 0 ? 'all ok' : `${failed} FAILED`}.`,
    '',
    'Next:',
    ...nextSteps.map(step => `   ${step}`)
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

/** Whether a policy was named, or is in this folder and is not the one that comes with a0seal. */
const isTheirs = ({ config }: PolicyOptions): boolean => {
  const file = configFiles(config).find(candidate => existsSync(candidate))
  return config !== undefined || (file !== undefined && realpathSync(file) !== realpathSync(ours))
}

/** @returns true where every line was as it should be; false where it was interrupted, too */
export const runDemo = async (
  { printJson, printLine, warn, env }: Terminal,
  options: DemoOptions
): Promise<boolean> => {
  const { json, keys = [] } = options
  if (keys.length > 0 && !isTheirs(options))
    throw new A0sealError('ERR_USAGE', '--keys is for a policy of your own: --config names one')
  const reporter = createReporter(json ? () => {} : printLine)
  const isWhole = await finishing(async interrupted => {
    // It stops after the part that it is in.
    if (isTheirs(options)) await tellTheirs(options, { reporter, warn, env }, interrupted)
    else await tellOurs(reporter, interrupted)
    return !interrupted.aborted
  })
  if (!isWhole) {
    warn('interrupted')
    return false
  }
  const report = reporter.report()
  if (json) printJson({ ...report, nextSteps })
  else printLine(summary(report))
  return report.failed === 0
}
