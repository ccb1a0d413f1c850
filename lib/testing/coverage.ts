import type { ActionContext } from '../runtime/api/context.js'
import { documentedAt, documentedMethods, documentedOn } from '../runtime/api/documented.js'
import { createApi } from '../runtime/api/triggers.js'
import { handlers, type TriggerId } from '../runtime/code/handlers.js'
import { noWrites } from '../runtime/metadata.js'
import { limitsOf } from '../runtime/profile.js'
import { startState } from '../runtime/state.js'

/**
 * What the local tenant does with a call: acts on it, takes it and keeps it in the run's state without consequence, or does
 * not get to it: it does not run the trigger, or ends the login there.
 */
type TenantSupport = 'yes' | 'kept' | 'no'

const list = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Namespaces or methods the local tenant acts on, of the triggers it runs. */
const tenantActsOn: Partial<Record<TriggerId, ReadonlySet<string>>> = {
  'post-login': list(
    'access accessToken authentication.challengeWith authentication.challengeWithAny authentication.enrollWith ' +
      'authentication.enrollWithAny authentication.recordMethod cache idToken multifactor redirect refreshToken ' +
      'session transaction user validation'
  ),
  'pre-user-registration': list('access cache user validation'),
  'post-user-registration': list('cache'),
  'credentials-exchange': list('access accessToken cache transaction')
}

/** Those it keeps. It has no groups, roles, Rules or SAML applications, links no accounts, and its cookies have one mode. */
const tenantKeeps: Partial<Record<TriggerId, ReadonlySet<string>>> = {
  'post-login': list('authentication.setPrimaryUser groups roles rules samlResponse session.setCookieMode')
}

export interface CoverageRow {
  trigger: TriggerId
  /** Such as `access.deny`. */
  method: string
  isDocumented: boolean
  inKit: boolean
  inTenant: TenantSupport
}

const contextOf = (trigger: TriggerId): ActionContext => ({
  action: 'coverage',
  handler: handlers[trigger].execute,
  event: { user: {} },
  state: startState({ trigger, event: {} }),
  effects: { writes: noWrites() },
  cache: new Map(),
  now: () => 0,
  limits: limitsOf.documented,
  directory: {},
  executedRules: []
})

const methodsOf = (trigger: TriggerId): string[] =>
  Object.entries(createApi(trigger, contextOf(trigger))).flatMap(([namespace, methods]) =>
    Object.entries(methods)
      .filter(([, method]) => typeof method === 'function')
      .map(([method]) => `${namespace}.${method}`)
  )

const tenantSupport = (trigger: TriggerId, method: string): TenantSupport => {
  const [namespace = ''] = method.split('.')
  if (tenantKeeps[trigger]?.has(method) || tenantKeeps[trigger]?.has(namespace)) return 'kept'
  return tenantActsOn[trigger]?.has(method) || tenantActsOn[trigger]?.has(namespace) ? 'yes' : 'no'
}

/** One row for each method that is documented or that there is here. */
export const apiCoverage = (): CoverageRow[] =>
  (Object.keys(documentedMethods) as TriggerId[]).flatMap(trigger => {
    const documented = documentedMethods[trigger]
    const present = methodsOf(trigger)
    return [...new Set([...documented, ...present])].sort().map(method => ({
      trigger,
      method,
      isDocumented: documented.includes(method),
      inKit: present.includes(method),
      inTenant: tenantSupport(trigger, method)
    }))
  })

/** A Markdown table with its columns aligned, as the formatter wants it. */
const tableOf = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [lineOf(head), lineOf(widths.map(width => '-'.repeat(width))), ...body.map(lineOf)]
}

const countOf = (rows: readonly CoverageRow[]): string => {
  const documented = rows.filter(({ isDocumented }) => isDocumented)
  const covered = documented.filter(({ inKit }) => inKit)
  return `${covered.length} of ${documented.length}`
}

/** The coverage as a Markdown page. */
export const coveragePage = (rows: readonly CoverageRow[] = apiCoverage()): string => {
  const triggers = [...new Set(rows.map(({ trigger }) => trigger))]
  const sections = triggers.map(trigger => {
    const own = rows.filter(row => row.trigger === trigger)
    const lines = own.map(({ method, isDocumented, inKit, inTenant }) => [
      `\`${method}\`${isDocumented ? '' : ' ¹'}`,
      inKit ? 'yes' : 'no',
      inTenant
    ])
    return [`## ${trigger}: ${countOf(own)}`, '', ...tableOf([['method', 'kit', 'tenant'], ...lines]), '']
  })
  return [
    '# Methods of `api`',
    '',
    `Written by \`docs/api-coverage.mjs\` from the table in \`lib/runtime/api/documented.ts\`: the methods of`,
    `\`${documentedAt}\` as of ${documentedOn}.`,
    '',
    `The testing kit has **${countOf(rows)}** documented methods, with their checks and limits. The local tenant runs`,
    `${Object.keys(tenantActsOn).join(', ')}: \`yes\` means that it acts on`,
    'the call, `kept` that the call is checked and in the run, and changes nothing, `no` that it does not run the trigger or,',
    'of `prompt.render`, that it refuses the login.',
    '',
    ...sections.flat(),
    '¹ Not documented: a beta; the method is named by comments of Auth0’s published types.',
    ''
  ].join('\n')
}
