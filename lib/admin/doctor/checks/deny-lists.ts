import { isForConnection, wantedByPolicy } from '../../../core/policy/deny-list.js'
import type { Attribute } from '../../../core/policy/types.js'
import { denyListOf, planDenyList } from '../../deny-list.js'
import { docs } from '../docs.js'
import { type ConnectionWithOptions, isUpstream } from '../facts.js'
import { deliveredBy } from '../mapping.js'
import { row } from '../row.js'
import { denyListCommand, type Wanted } from '../wanted.js'

const limitedNames = ['email', 'name', 'nickname']

const attributesOf = ({ policy }: Wanted): Attribute[] =>
  Object.values(policy.slots).flatMap(({ attributes }) => attributes)

export const notDenied = row({
  id: 'D01',
  level: 'error',
  title: 'an attribute of a slot is not denied on a connection it comes through',
  needs: ['connections'],
  why:
    'Auth0 stores what an identity provider sends before any Action runs; only ' +
    'what is on the deny list of the connection is not stored.',
  doc: docs.denyList,
  find: ({ connections }, wanted) =>
    connections.flatMap(connection => {
      const { add, problems } = planDenyList(connection, wantedByPolicy(wanted.policy))
      const { name } = connection
      return [
        ...problems.map(({ code, message }) => ({
          subject: `${name} ${code}`,
          what: `the deny list of ${name} cannot be brought in step: ${message}`,
          fix: `Mend options.non_persistent_attrs of the connection ${name} with the Management API.`
        })),
        ...add.map(attribute => ({
          subject: `${name} ${attribute}`,
          what: `${attribute} is not on the deny list of ${name}: it is stored in clear`,
          fix: denyListCommand(wanted, name)
        }))
      ]
    })
})

export const deniedNames = row({
  id: 'D09',
  level: 'warning',
  title: '`email`, `name` or `nickname` is denied',
  needs: ['connections'],
  why: 'Once denied, name and nickname are missing from tokens too, and email cannot be mapped into a custom claim.',
  doc: docs.denyList,
  find: ({ connections }) =>
    connections.flatMap(connection =>
      limitedNames
        .filter(name => denyListOf(connection)?.includes(name))
        .map(attribute => ({
          subject: `${connection.name} ${attribute}`,
          what: `${attribute} is on the deny list of ${connection.name}`,
          fix:
            `Take ${attribute} off options.non_persistent_attrs of the connection ${connection.name}, ` +
            'or ignore this in the policy where it is meant.'
        }))
    )
})

/** Whether a connection that an attribute is not of may send it: where its mapping rules that out, it does not. */
const maySend = (connection: ConnectionWithOptions, { connections, names }: Attribute): boolean =>
  connections !== undefined &&
  isUpstream(connection) &&
  !isForConnection({ connections }, connection) &&
  !names.some(name => denyListOf(connection)?.includes(name)) &&
  names.some(name => deliveredBy(connection)?.includes(name) ?? true)

export const otherConnections = row({
  id: 'D17',
  level: 'warning',
  title: 'a connection outside the `connections` of an attribute may send it',
  needs: ['connections'],
  why: 'The deny list is kept for each connection: what another one sends under the same name is stored as it comes.',
  doc: docs.denyList,
  find: ({ connections }, wanted) =>
    connections.flatMap(connection =>
      attributesOf(wanted)
        .filter(attribute => maySend(connection, attribute))
        .map(({ name }) => ({
          subject: `${connection.name} ${name}`,
          what:
            `${connection.name} may send ${name}, which the policy takes from ` +
            'other connections only: neither sealed nor denied',
          fix: `Name ${connection.name} in the connections of ${name} in the policy, or ignore this where it never sends it.`
        }))
    )
})
