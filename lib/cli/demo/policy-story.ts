import { decodeJwt } from 'jose'
import { AuthorizationResponseError } from 'openid-client'
import { sealedKey } from '../../core/metadata/names.js'
import { kindOf } from '../../core/policy/slot-kind.js'
import type { ApplicationInput, Policy, ReleaseRule } from '../../core/policy/types.js'
import { createCookieJar } from '../../tenant/client/login.js'
import type { Execution } from '../../tenant/store/log.js'
import { madeUp } from '../tenant/introduction.js'
import { refusalBy } from '../tenant/refusal.js'
import { createApplication, type Received } from './application.js'
import { checkReleased } from './released.js'
import type { Reporter } from './report.js'
import { short } from './text.js'
import { type PolicyDemo, type Visitor, visitorsOf } from './visitors.js'

/** Shorter texts are found by chance. */
const searchedFromChars = 6

const isFor = ({ applications }: ReleaseRule, name: string): boolean =>
  applications === 'any' || (Array.isArray(applications) && applications.includes(name))

const tellSent = ({ connection, name, sent }: Visitor, { section, tell }: Reporter): void => {
  section(`What ${connection} sends of ${name} that the policy names`)
  for (const [attribute, value] of Object.entries(sent)) tell(`${attribute}: ${short(JSON.stringify(value))}`)
  if (Object.keys(sent).length === 0) tell('nothing')
}

/** Fields of `user_metadata` that the policy copies, in the ID token and at `/userinfo`. */
const checkCopies = async (
  { claims, userId }: Received,
  userinfo: Record<string, unknown>,
  { tenant, policy }: PolicyDemo,
  { check }: Reporter
): Promise<void> => {
  const metadata = tenant.user(userId)?.user_metadata ?? {}
  for (const [field, { claim }] of Object.entries(policy.copy)) {
    if (metadata[field] === undefined) continue
    const value = JSON.stringify(claims[claim])
    check(
      `copied: ${claim}: ${short(value)}`,
      value !== undefined && value === JSON.stringify(userinfo[claim])
    )
  }
}

/** Claims with a namespace that the policy does not know: an Action of one's own set them. */
const otherClaims = (claims: object, { namespace, release, copy }: Policy): string[] => {
  const known = [
    ...release.flatMap(({ form, slot, claims: clear }) =>
      form === 'clear' ? Object.values(clear) : `${namespace}${slot}`
    ),
    ...Object.values(copy).map(({ claim }) => claim)
  ]
  return Object.keys(claims).filter(name => name.includes('://') && !known.includes(name))
}

/** The OAuth error of a login that the tenant refused, an Action perhaps: its text may be anything. */
const refusalOf = (error: unknown): { refused: string } => {
  if (error instanceof AuthorizationResponseError) return { refused: error.error }
  throw error
}

const refusalOfRun = ({ outcome, actions }: Execution): string[] => {
  const refusal = refusalBy(outcome, actions)
  return refusal ? [refusal] : []
}

/** One login of an application for each API that the policy's rules name. */
const checkApplication = async (
  [name, { client_id, key }]: [string, ApplicationInput],
  visitor: Visitor,
  demo: PolicyDemo,
  reporter: Reporter
): Promise<void> => {
  const { tenant, policy } = demo
  reporter.section(`${name} signs ${visitor.name} in`)
  if (!tenant.clients.some(client => client.client_id === client_id))
    return reporter.check(`the tenant has a client ${client_id}`, false)
  const application = await createApplication(tenant, client_id)
  const rules = policy.release.filter(rule => isFor(rule, name))
  for (const audience of new Set([undefined, ...rules.map(rule => rule.audience)])) {
    const before = tenant.executions().length
    const received = await application.login(createCookieJar(), visitor.userId, { audience }).catch(refusalOf)
    if ('refused' in received) {
      const [by] = tenant.executions().slice(before).flatMap(refusalOfRun)
      reporter.check(`the login is refused: ${received.refused}${by ? `: ${by}` : ''}`, false)
      if (by) reporter.tell('what an Action said of it is in the inspector of npx a0seal tenant only')
      continue
    }
    const { claims, accessToken } = received
    for (const rule of rules.filter(rule => rule.audience === audience)) {
      const token = rule.to === 'id_token' ? claims : decodeJwt(accessToken)
      const recipient = rule.to === 'id_token' ? key : rule.key
      await checkReleased(
        { rule, claims: token, clientId: client_id, key: recipient, visitor },
        demo,
        reporter
      )
    }
    if (audience !== undefined) continue
    await checkCopies(received, await application.userinfo(received), demo, reporter)
    for (const claim of otherClaims(claims, policy))
      reporter.tell(`id_token: ${claim}: set by another Action`)
  }
}

const checkStored = (
  { userId, sent, notDenied, connection }: Visitor,
  { tenant, policy }: PolicyDemo,
  { section, tell, check }: Reporter
): void => {
  section('What Auth0 stored')
  const stored = tenant.user(userId)?.app_metadata ?? {}
  for (const [slot, options] of Object.entries(policy.slots)) {
    const isSent = options.attributes.some(({ name }) => Object.hasOwn(sent, name))
    if (!isSent || kindOf(options) === 'login') continue
    const key = sealedKey(policy.container, slot)
    const isStored = stored[key] !== undefined
    check(`app_metadata.${key}: ${isStored ? 'sealed' : 'nothing is stored there'}`, isStored)
  }
  for (const name of notDenied)
    tell(`${name}: in clear, as ${connection} does not deny it: npx a0seal deny-list plan`)
  const clear = policy.release.flatMap(({ form, attributes }) => (form === 'clear' ? attributes : []))
  const values = Object.entries(sent)
    .filter(([name]) => !notDenied.includes(name) && !clear.includes(name))
    .flatMap(([, value]) => (typeof value === 'string' && value.length >= searchedFromChars ? [value] : []))
  const found = values.flatMap(value => Object.values(tenant.search(value))).reduce((sum, n) => sum + n, 0)
  check(`the other values found in profiles, sessions and logs: ${found}`, found === 0)
}

/** Each Action that ran, and whether it failed, denied a login or logged a code. */
const checkActions = ({ tenant }: PolicyDemo, { section, check }: Reporter): void => {
  section('What the Actions did, in their order')
  const executions = tenant.executions()
  const reports = executions.flatMap(({ actions }) => actions)
  const denying = executions.flatMap(({ outcome, actions }) =>
    outcome === 'denied' ? actions.slice(-1) : []
  )
  for (const name of new Set(reports.map(report => report.name))) {
    const own = reports.filter(report => report.name === name)
    const codes = own.flatMap(({ log }) => log.match(/ERR_[A-Z_]+/g) ?? [])
    const isFailed = own.some(({ error }) => error !== undefined)
    const isDenying = denying.some(report => report.name === name)
    const refused = isFailed ? 'failed' : isDenying && 'denied the login'
    const outcome = refused || [...new Set(codes)].join(', ') || 'no error'
    check(`${name}: ${own.length} runs, ${outcome}`, outcome === 'no error')
  }
}

/** The story of a policy: somebody of each connection signs in to each of its applications. */
export const tellPolicy = async (
  demo: PolicyDemo,
  reporter: Reporter,
  interrupted: AbortSignal
): Promise<void> => {
  reporter.section('Who signs in')
  reporter.tell(madeUp)
  for (const visitor of await visitorsOf(demo)) {
    if (interrupted.aborted) return
    tellSent(visitor, reporter)
    for (const application of Object.entries(demo.policy.applications))
      await checkApplication(application, visitor, demo, reporter)
    checkStored(visitor, demo, reporter)
  }
  checkActions(demo, reporter)
}
