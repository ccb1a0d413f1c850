import { readModules } from '../../admin/deploy/modules.js'
import { runDeploy } from '../../admin/deploy/run.js'
import { assertTenant, readTenantId } from '../../admin/tenant-id.js'
import { type BuiltFiles, buildFiles, policyHash, readVersion } from '../../builder/build.js'
import { loadPolicy } from '../../builder/policy-file.js'
import { readDist } from '../../builder/read-dist.js'
import { A0sealError } from '../../core/errors.js'
import type { Terminal } from '../terminal.js'
import { lookAgain } from './look-again.js'
import { describePlan, reportPlan } from './report.js'
import { rollBack } from './rollback.js'
import {
  confirmer,
  contextOf,
  type DeployOptions,
  type Finished,
  type Outcome,
  type Run,
  type Target,
  unlessStopped
} from './run.js'
import { checkFileNames, loadSecrets } from './secrets.js'
import { secretsOfAll, wantedOf } from './wanted.js'

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

const spoilt = 'Done, and not well: mend the errors above, and look again with `a0seal doctor`.'

/** @throws ERR_USAGE for a name that no Action of the policy has */
const checkNames = ({ only, adopt = [] }: DeployOptions, { manifest }: BuiltFiles): void => {
  const named = [...(only === undefined ? [] : [['--only', only]]), ...adopt.map(name => ['--adopt', name])]
  for (const [option, given] of named)
    if (!manifest.actions.some(({ name }) => name === given))
      throw new A0sealError('ERR_USAGE', `${option} ${given}: the policy has no such Action`)
}

const deployPolicy = async (run: Run): Promise<Finished> => {
  const { terminal, options, target, loaded } = run
  const { dist, only, adopt = [], keys = [] } = options
  checkFileNames(keys, loaded.policy)
  const built = dist === undefined ? await buildFiles(loaded) : await readDist(dist, loaded)
  for (const warning of built.warnings) terminal.warn(warning)
  checkNames(options, built)
  const chosen = built.manifest.actions.filter(({ name }) => only === undefined || name === only)
  const { values, kids } = await loadSecrets(secretsOfAll(chosen), { files: keys, env: terminal.env })
  const wanted = wantedOf(built, loaded.policy, kids)
  const modules = await readModules(target.client, wanted.actions)
  let seen = { text: '', plan: {} }
  const confirm = confirmer(run)
  const work = async (): Promise<Finished> => {
    const { plan, outcome } = await runDeploy(wanted, contextOf(run, { values, modules }), {
      only,
      adopt,
      confirm(plan) {
        seen = { text: describePlan(plan), plan: reportPlan(plan) }
        return confirm(seen.text)
      }
    })
    const isShown = outcome === 'done' || outcome === 'not-confirmed'
    if (outcome === 'not-confirmed') target.interruption.signal.throwIfAborted()
    return {
      outcome,
      text: isShown ? '' : describePlan(plan),
      plan: reportPlan(plan),
      isComparable: only === undefined
    }
  }
  return unlessStopped(() => seen.plan, work)
}

const lastLineOf = (
  { outcome, lastLine }: Finished,
  { dryRun, isSpoilt }: { dryRun: boolean; isSpoilt: boolean }
): string => {
  if (isSpoilt) return spoilt
  if (dryRun && outcome === 'not-confirmed') return 'Nothing is written: --dry-run.'
  return lastLine ?? lastLines[outcome]
}

/**
 * Deploys, or rolls back, and says what came of it.
 *
 * @throws ERR_POLICY, ERR_BUILD, ERR_USAGE, ERR_NO_KEYS, ERR_KEY_SET, ERR_KEY_MODE, TenantError
 */
export const deploy = async (terminal: Terminal, options: DeployOptions, target: Target): Promise<void> => {
  const startedAt = new Date().toISOString()
  const { config, env, dryRun, json, keys = [] } = options
  const loaded = await loadPolicy({ config, env })
  let tenant: string | undefined
  const finished = await unlessStopped(
    () => ({}),
    async () => {
      tenant = await readTenantId(target.client)
      assertTenant(loaded.policy, tenant)
      const run = { terminal, options, target, loaded, tenant }
      return options.rollback ? rollBack(run) : deployPolicy(run)
    }
  )
  const { outcome, text, plan, isComparable = false } = finished
  const findings =
    outcome === 'done' && isComparable ? await lookAgain(terminal, { ...options, keys }, target) : []
  const isSpoilt = findings.some(({ level }) => level === 'error')
  terminal.exitCode = isSpoilt ? 1 : exitCodes[outcome]
  if (!json) {
    if (text) terminal.printLine(text)
    terminal.printLine(lastLineOf(finished, { dryRun, isSpoilt }))
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
    ...plan,
    findings
  })
}
