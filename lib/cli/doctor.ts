import { Command, InvalidArgumentError, Option } from 'commander'
import type { FailOn } from '../admin/doctor/diagnose.js'
import { scopesOf } from '../admin/doctor/facts.js'
import { type FindingId, findingIds } from '../core/policy/finding-ids.js'
import { asUsage, connect } from './connect.js'
import { type NamedFile, namedFiles } from './keys/named-files.js'
import type { Terminal } from './terminal.js'

const scopes = [...new Set(Object.values(scopesOf).flat())]

const help = `
The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET. What a missing scope leaves unknown is reported, and fails. Scopes (users are counted, and not looked
at): ${scopes.join(', ')}.

Keys, of files or of environment variables named like the secrets, are compared with those that the first line of each
deployed Action names. They are not sent anywhere.`

const findingList = (text: string): FindingId[] =>
  text.split(',').map(given => {
    const found = findingIds.find(id => id === given.trim())
    if (!found) throw new InvalidArgumentError(`they are ${findingIds[0]} to ${findingIds.at(-1)}: D03,D05`)
    return found
  })

interface Options {
  config?: string
  env: string
  dist?: string
  keys?: NamedFile[]
  only?: FindingId[]
  failOn: FailOn
  json: boolean
}

const examine = async (terminal: Terminal, { only, keys = [], ...options }: Options, command: Command) => {
  const startedAt = new Date()
  const { client, domain } = await connect(terminal, command)
  const { examineTenant } = await import('../admin/doctor/examine.js')
  const { readWanted } = await import('./doctor/wanted.js')
  const { wanted, version } = await readWanted({ ...options, keys }, { domain, environment: terminal.env })
  const { tenant, checks, findings, ignored } = await examineTenant(client, wanted, { only, now: startedAt })
  return {
    format: 'a0seal-doctor/1' as const,
    ...(tenant !== undefined && { tenant }),
    domain,
    env: wanted.env,
    policy: wanted.policyHash,
    version,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    checks,
    findings,
    ignored
  }
}

export const createDoctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description('say what is wrong with the configuration of a tenant, and write nothing')
    .option('--config <file>', 'the policy; default: a0seal.config.ts, .mts, .js or .mjs')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--dist <dir>', 'a folder that was built; default: the policy is built anew')
    .option('--keys <NAME=FILE>', 'keys to compare with; may be repeated', namedFiles)
    .option('--only <ids>', 'these findings only: D03,D05', findingList)
    .addOption(
      new Option('--fail-on <level>', 'the least that makes the exit code 1; what is unknown always does')
        .choices(['error', 'warning'])
        .default('warning')
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', help)
    .action(async (options: Options, command: Command) => {
      const report = await asUsage(command, () => examine(terminal, options, command))
      const { isFailure } = await import('../admin/doctor/diagnose.js')
      const { describeReport } = await import('./doctor/report.js')
      if (report.findings.some(finding => isFailure(finding, options.failOn))) terminal.exitCode = 1
      if (options.json) terminal.printJson(report)
      else terminal.printLine(describeReport(report))
    })
