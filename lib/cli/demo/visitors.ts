import type { Policy, Slot } from '../../core/policy/types.js'
import type { DevelopmentTenant } from '../../tenant/index.js'
import { createManagementCall } from './management.js'

/** The tenant of somebody's own policy. */
export interface PolicyDemo {
  tenant: DevelopmentTenant
  policy: Policy
}

/** A connection as the Management API shows it. */
interface Connection {
  name: string
  strategy: string
  options?: { non_persistent_attrs?: string[] }
}

/** Somebody of a connection, with what the policy's attributes are for them. */
export interface Visitor {
  userId: string
  name: string
  connection: string
  /** What the identity provider sends, by the policy's name of each attribute. */
  sent: Record<string, unknown>
  /** Attributes among them that the connection does not deny. */
  notDenied: string[]
}

const isOf = ({ name, strategy }: Connection, connections?: readonly string[]): boolean =>
  !connections || connections.includes(name) || connections.includes(strategy)

/** Each attribute of the policy that a profile of this connection has: its name there, and its value. */
const attributesOf = (slots: readonly Slot[], connection: Connection, profile: Record<string, unknown>) =>
  slots
    .flatMap(({ attributes }) => attributes)
    .filter(({ connections }) => isOf(connection, connections))
    .flatMap(({ name, names }) => {
      const sentAs = names.find(candidate => Object.hasOwn(profile, candidate))
      return sentAs ? [{ name, sentAs, value: profile[sentAs] }] : []
    })

/** The first person of each connection to an identity provider. */
export const visitorsOf = async ({ tenant, policy }: PolicyDemo): Promise<Visitor[]> => {
  const manage = await createManagementCall(tenant)
  const connections = (await manage('GET', 'connections')) as Connection[]
  return connections.flatMap(connection => {
    const persona = tenant.personas.find(
      ({ hasPassword, connection: name }) => name === connection.name && !hasPassword
    )
    const profile = persona && tenant.sent(persona.user_id)
    if (!persona || !profile) return []
    const attributes = attributesOf(Object.values(policy.slots), connection, profile)
    const denied = connection.options?.non_persistent_attrs ?? []
    return {
      userId: persona.user_id,
      name: persona.name,
      connection: connection.name,
      sent: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
      notDenied: attributes.filter(({ sentAs }) => !denied.includes(sentAs)).map(({ name }) => name)
    }
  })
}
