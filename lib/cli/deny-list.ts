import { Command, InvalidArgumentError, Option } from 'commander'
import type { OnProgress, Selection } from '../admin/deny-lists.js'
import { createInterruption, Interrupted, type Interruption } from '../admin/interruption.js'
import { policyHash } from '../builder/build.js'
import { readPolicy } from '../builder/policy-file.js'
import { wantedByPolicy } from '../core/policy/deny-list.js'
import { asUsage, connect, usage } from './connect.js'
import { finishing } from './interruption.js'
import { type NamedFile, namedFiles } from './keys/named-files.js'
import type { Terminal } from './terminal.js'

const environmentHelp = `
The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET. Scopes: read:connections, read:connections_options, read:actions, read:mfa_policies; to write also
update:connections and update:connections_options.`

const loginHelp = `
Nothing is added before a login was seen that sealed it: somebody who signed in since seal-attributes was deployed, and whose
stored value opens. That needs read:clients and read:users, and the keys of the slots, by --keys or in the environment.`

interface SelectionOptions {
  connection?: string[]
  all: boolean
}

interface PlanOptions extends SelectionOptions {
  config?: string
  env: string
  attributes?: string[]
  remove: boolean
  keys?: NamedFile[]
  withoutSeal: boolean
  withoutLogin: boolean
  json: boolean
}

const selectionOf = ({ connection = [], all }: SelectionOptions, command: Command): Selection => {
  if (all === connection.length > 0)
    command.error('error: name connections with --connection, or say --all', usage)
  return all ? { all } : { namesOrIds: connection }
}

const progressOn =
  (terminal: Terminal): OnProgress =>
  (done, total) =>
    terminal.progress(`${done}/${total} connections`, { isLast: done === total })

/** The names to deny, and the policy they are from. */
const readWanted = async ({ attributes, config, env }: PlanOptions) => {
  if (attributes) return { wanted: attributes.map(name => ({ name })) }
  const policy = await readPolicy({ config, env })
  return { wanted: wantedByPolicy(policy), policy }
}

const makePlan = async (
  terminal: Terminal,
  options: PlanOptions,
  { command, interrupted }: { command: Command; interrupted?: AbortSignal | undefined }
) => {
  const selection = selectionOf(options, command)
  const { client, domain } = await connect(terminal, command, { interrupted })
  const { planDenyLists, refusalOf } = await import('../admin/deny-lists.js')
  const { checkLogin, checkTenant } = await import('./deny-list-login.js')
  const { wanted, policy } = await readWanted(options)
  if (policy?.tenant !== undefined) await asUsage(command, () => checkTenant(client, policy))
  const { remove, withoutSeal } = options
  const plan = await planDenyLists(client, { selection, wanted, remove, onProgress: progressOn(terminal) })
  const refusal = refusalOf(plan, { withoutSeal, policy: policy && policyHash(policy) })
  const login =
    refusal === undefined
      ? await asUsage(command, () => checkLogin(client, { plan, policy, options, env: terminal.env }))
      : { limitations: [] }
  return { client, domain, plan, refusal, ...login }
}

const withSelection = (command: Command): Command =>
  command
    .option(
      '--connection <name|id>',
      'a connection; may be repeated',
      (text: string, list: string[] = []) => [...list, text]
    )
    .option('--all', 'all connections of the tenant', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', environmentHelp)

const attributeNames = (text: string): string[] => {
  const names = text.split(',').map(name => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('it names at least one attribute, and none is empty')
  return names
}

const withPlan = (command: Command): Command =>
  withSelection(
    command
      .option('--config <file>', 'the policy whose attributes belong on the deny list')
      .option('--env <name>', 'the environment handed to the policy', 'dev')
      .addOption(
        new Option('--attributes <names>', 'these instead, as identity providers send them: a,b')
          .argParser(attributeNames)
          .conflicts(['config', 'env'])
      )
      .option('--remove', 'also take off what is on the list and not wanted', false)
      .option('--keys <name=file>', 'keys of a slot; may be repeated', namedFiles)
      .option('--without-seal', 'even if seal-attributes is not bound: denied values are lost then', false)
      .option(
        '--without-login',
        'before a login was seen sealed: denied values are lost if it does not work',
        false
      )
      .addHelpText('after', loginHelp)
  )

const createShow = (terminal: Terminal): Command =>
  withSelection(new Command('show'))
    .description('print the deny lists as they are')
    .action(async (options: SelectionOptions & { json: boolean }, command: Command) => {
      const selection = selectionOf(options, command)
      const { client, domain } = await connect(terminal, command)
      const { showDenyLists } = await import('../admin/deny-lists.js')
      const { describeShown } = await import('./deny-list-report.js')
      const connections = await showDenyLists(client, { selection, onProgress: progressOn(terminal) })
      if (connections.some(({ problems }) => problems.length > 0)) terminal.exitCode = 1
      if (options.json) terminal.printJson({ domain, connections })
      else terminal.printLine(describeShown(connections))
    })

const createPlan = (terminal: Terminal): Command =>
  withPlan(new Command('plan'))
    .description('print what there is to do, and write nothing; exit code 1 where there is something')
    .action(async (options: PlanOptions, command: Command) => {
      const { plan, ...made } = await makePlan(terminal, options, { command })
      const { describeDenyLists, reportDenyLists } = await import('./deny-list-report.js')
      const report = reportDenyLists(plan, made)
      if (report.work > 0 || report.refusal) terminal.exitCode = 1
      if (options.json) terminal.printJson(report)
      else terminal.printLine(describeDenyLists(report))
    })

const applyPlan = async (
  terminal: Terminal,
  options: PlanOptions,
  { command, interruption }: { command: Command; interruption: Interruption }
): Promise<void> => {
  const { signal } = interruption
  const { client, plan, ...made } = await makePlan(terminal, options, { command, interrupted: signal })
  const { applyDenyLists, isGood } = await import('../admin/deny-lists.js')
  const { describeDenyLists, reportDenyLists } = await import('./deny-list-report.js')
  const onProgress = progressOn(terminal)
  const outcomes = made.refusal ? [] : await applyDenyLists(client, plan.plans, { onProgress, interruption })
  const isInterrupted = signal.aborted && outcomes.some(({ outcome }) => outcome === 'not-tried')
  const report = reportDenyLists(plan, { ...made, outcomes })
  if (report.refusal || !outcomes.every(isGood)) terminal.exitCode = isInterrupted ? 3 : 1
  if (isInterrupted) terminal.warn('interrupted: run it again for the connections that were not tried')
  if (options.json) terminal.printJson(report)
  else terminal.printLine(describeDenyLists(report))
}

const createApply = (terminal: Terminal): Command =>
  withPlan(new Command('apply'))
    .description('bring the deny lists in step: all other options of a connection stay as they are')
    .action(async (options: PlanOptions, command: Command) => {
      try {
        await finishing(asked =>
          applyPlan(terminal, options, { command, interruption: createInterruption(asked) })
        )
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error
        terminal.exitCode = 3
        terminal.warn('interrupted before anything was written: run it again')
      }
    })

export const createDenyListCommand = (terminal: Terminal): Command =>
  new Command('deny-list')
    .description("keep the connections' deny lists in step with the policy")
    .addCommand(createShow(terminal))
    .addCommand(createPlan(terminal))
    .addCommand(createApply(terminal))
