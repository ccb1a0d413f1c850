import { Command, InvalidArgumentError, Option } from 'commander'
import type { OnProgress, Selection } from '../admin/deny-lists.js'
import { readPolicy } from '../builder/policy-file.js'
import { codeOf } from '../core/errors.js'
import { type WantedName, wantedByPolicy } from '../core/policy/deny-list.js'
import { describeError } from './describe-error.js'
import { finishing } from './interruption.js'
import type { Terminal } from './terminal.js'

const usage = { code: 'a0seal.usage', exitCode: 2 }

const environmentHelp = `
The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET. Scopes: read:connections, read:connections_options, read:actions, read:mfa_policies; to write also
update:connections and update:connections_options.`

interface SelectionOptions {
  connection?: string[]
  all: boolean
}

interface PlanOptions extends SelectionOptions {
  config?: string
  env: string
  attributes?: string[]
  remove: boolean
  withoutSeal: boolean
  json: boolean
}

const selectionOf = ({ connection = [], all }: SelectionOptions, command: Command): Selection => {
  if (all === connection.length > 0)
    command.error('error: name connections with --connection, or say --all', usage)
  return all ? { all } : { namesOrIds: connection }
}

/** Loaded here, so that other commands do not wait for the SDK. */
const connect = async ({ env, fetch }: Terminal, command: Command) => {
  const { createManagementClient, tenantAccess } = await import('../admin/client.js')
  try {
    const access = tenantAccess(env)
    return { client: createManagementClient(access, fetch && { fetch }), domain: access.domain }
  } catch (error) {
    if (codeOf(error) !== 'ERR_USAGE') throw error
    return command.error(`error: ${describeError(error).replace('ERR_USAGE: ', '')}`, usage)
  }
}

/** On a terminal only, and on standard error: one line that is written over. */
const progressOn =
  ({ stderr }: Terminal): OnProgress =>
  (done, total) => {
    if (stderr.isTTY) stderr.write(`\r${done}/${total} connections${done === total ? '\n' : ''}`)
  }

const wantedNames = async ({ attributes, config, env }: PlanOptions): Promise<WantedName[]> => {
  if (attributes) return attributes.map(name => ({ name }))
  return wantedByPolicy(await readPolicy({ config, env }))
}

const makePlan = async (terminal: Terminal, options: PlanOptions, command: Command) => {
  const selection = selectionOf(options, command)
  const { client, domain } = await connect(terminal, command)
  const { planDenyLists, refusalOf } = await import('../admin/deny-lists.js')
  const wanted = await wantedNames(options)
  const { remove, withoutSeal } = options
  const plan = await planDenyLists(client, { selection, wanted, remove, onProgress: progressOn(terminal) })
  return { client, domain, plan, refusal: refusalOf(plan, { withoutSeal }) }
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
      .option('--without-seal', 'even if seal-attributes is not bound: denied values are lost then', false)
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
      const { plan, ...made } = await makePlan(terminal, options, command)
      const { describeDenyLists, reportDenyLists } = await import('./deny-list-report.js')
      const report = reportDenyLists(plan, made)
      if (report.work > 0 || report.refusal) terminal.exitCode = 1
      if (options.json) terminal.printJson(report)
      else terminal.printLine(describeDenyLists(report))
    })

const createApply = (terminal: Terminal): Command =>
  withPlan(new Command('apply'))
    .description('bring the deny lists in step: all other options of a connection stay as they are')
    .action(async (options: PlanOptions, command: Command) => {
      const { client, plan, ...made } = await makePlan(terminal, options, command)
      const { applyDenyLists, isGood } = await import('../admin/deny-lists.js')
      const { describeDenyLists, reportDenyLists } = await import('./deny-list-report.js')
      let isInterrupted = false
      const outcomes = await finishing(async signal => {
        if (made.refusal) return []
        const done = await applyDenyLists(client, plan.plans, { onProgress: progressOn(terminal), signal })
        isInterrupted = signal.aborted && done.some(({ outcome }) => outcome === 'not-tried')
        return done
      })
      const report = reportDenyLists(plan, { ...made, outcomes })
      if (report.refusal || !outcomes.every(isGood)) terminal.exitCode = isInterrupted ? 3 : 1
      if (isInterrupted) terminal.warn('interrupted: run it again for the connections that were not tried')
      if (options.json) terminal.printJson(report)
      else terminal.printLine(describeDenyLists(report))
    })

export const createDenyListCommand = (terminal: Terminal): Command =>
  new Command('deny-list')
    .description("keep the connections' deny lists in step with the policy")
    .addCommand(createShow(terminal))
    .addCommand(createPlan(terminal))
    .addCommand(createApply(terminal))
