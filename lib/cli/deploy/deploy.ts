import type { ManagementClient } from 'auth0'
import { systemClock } from '../../admin/clock.js'
import type { DeployContext } from '../../admin/deploy/context.js'
import { readModules } from '../../admin/deploy/modules.js'
import { planRollback, readHistories, runRollback } from '../../admin/deploy/rollback.js'
import { type DeployOutcome, runDeploy } from '../../admin/deploy/run.js'
import { Interrupted, type Interruption } from '../../admin/interruption.js'
import { assertTenant, readTenantId } from '../../admin/tenant-id.js'
import { buildFiles, policyHash, readVersion } from '../../builder/build.js'
import { type LoadedPolicy, loadPolicy } from '../../builder/policy-file.js'
import { readDist } from '../../builder/read-dist.js'
import { A0sealError } from '../../core/errors.js'
import { confirmTenant } from '../confirm.js'
import type { NamedFile } from '../keys/named-files.js'
import type { Terminal } from '../terminal.js'
import { lookAgain } from './look-again.js'
import { describePlan, describeRollback, reportPlan, reportRollback } from './report.js'
import { loadSecrets } from './secrets.js'
import { secretsOfAll, wantedOf } from './wanted.js'

export interface DeployOptions {
  config?: string
  env: string
  dist?: string
  only?: string
  keys?: NamedFile[]
  dryRun: boolean
  yes: boolean
  rollback: boolean
  json: boolean
}

/** Where a deploy goes, and what can stop it. */
export interface Target {
  client: ManagementClient
  domain: string
  interruption: Interruption
}

type Outcome = DeployOutcome | 'stopped'

const exitCodes: Readonly<Record<Outcome, 0 | 1 | 3>> = {
  done: 0,
  'nothing-to-do': 0,
  refused: 1,
  'not-confirmed': 1,
  stopped: 3
}

const lastLines: Readonly<Record<Outcome, string>> = {
  done: 'Done. Sign in once with an account that has such an attribute; then `npx a0seal deny-list plan`.',
  'nothing-to-do': 'Nothing to do.',
  refused: 'Nothing is written: there are problems.',
  'not-confirmed': "Nothing is written: --yes, or the tenant's id typed at a terminal, says to write.",
  stopped: 'Stopped. What was begun is finished; run it again for the rest.'
}

interface Finished {
  outcome: Outcome
  /** The last plan, as text and as data. */
  text: string
  plan: object
}

interface Run {
  terminal: Terminal
  options: DeployOptions
  target: Target
  loaded: LoadedPolicy
  tenant: string
}

const contextOf = (
  { terminal, target: { client, interruption } }: Run,
  { values = {}, modules = new Map() }: Partial<Pick<DeployContext, 'values' | 'modules'>> = {}
): DeployContext => ({
  client,
  clock: terminal.clock ?? systemClock,
  values,
  modules,
  interruption,
  onStep: line => terminal.note(line)
})

/** What was said to the operator: once, if nothing came of it; each time it is asked whether to write. */
const confirmer = ({ terminal, options, target, tenant }: Run) => {
  const show = (text: string) => (options.json ? terminal.note(text) : terminal.printLine(text))
  return async (text: string): Promise<boolean> => {
    show(text)
    if (options.dryRun) return false
    return options.yes || confirmTenant(terminal, tenant, { signal: target.interruption.signal })
  }
}

/** What was done, or as much as was shown, where somebody stopped it. */
const unlessStopped = async (shown: () => object, work: () => Promise<Finished>): Promise<Finished> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return { outcome: 'stopped', text: '', plan: shown() }
  }
}

const deployPolicy = async (run: Run): Promise<Finished> => {
  const { terminal, options, target, loaded } = run
  const { dist, only, keys = [] } = options
  const built = dist === undefined ? await buildFiles(loaded) : await readDist(dist, loaded)
  for (const warning of built.warnings) terminal.warn(warning)
  const chosen = built.manifest.actions.filter(({ name }) => only === undefined || name === only)
  if (chosen.length === 0) throw new A0sealError('ERR_USAGE', `--only ${only}: the policy has no such Action`)
  const { values, kids } = await loadSecrets(secretsOfAll(chosen), { files: keys, env: terminal.env })
  const wanted = wantedOf(built, loaded.policy, kids)
  const modules = await readModules(target.client, wanted.actions)
  let seen = { text: '', plan: {} }
  const confirm = confirmer(run)
  const work = async (): Promise<Finished> => {
    const { plan, outcome } = await runDeploy(wanted, contextOf(run, { values, modules }), {
      only,
      confirm(plan) {
        seen = { text: describePlan(plan), plan: reportPlan(plan) }
        return confirm(seen.text)
      }
    })
    const isShown = outcome === 'done' || outcome === 'not-confirmed'
    if (outcome === 'not-confirmed') target.interruption.signal.throwIfAborted()
    return { outcome, text: isShown ? '' : describePlan(plan), plan: reportPlan(plan) }
  }
  return unlessStopped(() => seen.plan, work)
}

const rollBack = async (run: Run): Promise<Finished> => {
  const plan = planRollback(await readHistories(run.target.client))
  const [text, report] = [describeRollback(plan), reportRollback(plan)]
  if (plan.problems.length > 0) return { outcome: 'refused', text, plan: report }
  if (plan.steps.length === 0) return { outcome: 'nothing-to-do', text, plan: report }
  const shown = { text: '', plan: report }
  if (!(await confirmer(run)(text))) return { ...shown, outcome: 'not-confirmed' }
  return unlessStopped(
    () => report,
    async () => {
      await runRollback(plan, contextOf(run))
      return { ...shown, outcome: 'done' }
    }
  )
}

/**
 * Deploys, or rolls back, and says what came of it.
 *
 * @throws ERR_POLICY, ERR_BUILD, ERR_USAGE, ERR_NO_KEYS, ERR_KEY_SET, ERR_KEY_MODE, TenantError
 */
export const deploy = async (terminal: Terminal, options: DeployOptions, target: Target): Promise<void> => {
  const startedAt = new Date().toISOString()
  const { config, env } = options
  const loaded = await loadPolicy({ config, env })
  let tenant: string | undefined
  const { outcome, text, plan } = await unlessStopped(
    () => ({}),
    async () => {
      tenant = await readTenantId(target.client)
      assertTenant(loaded.policy, tenant)
      const run = { terminal, options, target, loaded, tenant }
      return options.rollback ? rollBack(run) : deployPolicy(run)
    }
  )
  terminal.exitCode = exitCodes[outcome]
  if (outcome === 'done' && !options.rollback && options.only === undefined)
    await lookAgain(terminal, { ...options, keys: options.keys ?? [] }, target)
  if (!options.json) {
    if (text) terminal.printLine(text)
    terminal.printLine(
      options.dryRun && outcome === 'not-confirmed' ? 'Nothing is written: --dry-run.' : lastLines[outcome]
    )
    return
  }
  const { domain } = target
  terminal.printJson({
    format: 'a0seal-deploy/1',
    tenant,
    domain,
    env,
    policy: policyHash(loaded.policy),
    version: await readVersion(),
    startedAt,
    endedAt: new Date().toISOString(),
    outcome,
    ...plan
  })
}
