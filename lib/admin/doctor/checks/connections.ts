import { isForConnection, namesFor, wantedByPolicy } from '../../../core/policy/deny-list.js'
import { denyListOf } from '../../deny-list.js'
import { docs } from '../docs.js'
import { isUpstream } from '../facts.js'
import { deliveredBy } from '../mapping.js'
import { row } from '../row.js'

export const profileSync = row({
  id: 'D07',
  level: 'warning',
  title: 'profile sync is not on each login where something is denied',
  needs: ['connections'],
  why:
    'Only a login that brings the profile up to date removes what was stored before, ' +
    'and no API removes what an identity provider once sent.',
  doc: docs.sync,
  find: ({ connections }) =>
    connections.flatMap(connection => {
      const sync = connection.options.set_user_root_attributes ?? 'on_each_login'
      if (!isUpstream(connection) || sync === 'on_each_login' || !denyListOf(connection)?.length) return []
      const { name } = connection
      return [
        {
          subject: name,
          what: `${name} syncs profiles ${sync}: what was stored before it was denied stays`,
          fix:
            `Set options.set_user_root_attributes of the connection ${name} to on_each_login: ` +
            '"Sync user profile attributes at each login" in the Dashboard.'
        }
      ]
    })
})

export const samlDebug = row({
  id: 'D08',
  level: 'warning',
  title: 'a SAML connection is in debug mode',
  needs: ['connections'],
  why: 'In debug mode of a SAML connection the attributes stand in the tenant logs, denied or not.',
  doc: docs.denyList,
  find: ({ connections }) =>
    connections
      .filter(({ strategy, options }) => strategy === 'samlp' && options.debug === true)
      .map(({ name }) => ({
        subject: `${name} debug`,
        what: `${name} is in debug mode: what it sends is in the tenant logs`,
        fix: `Turn off "Debug Mode" in the settings of the connection ${name}.`
      }))
})

export const scim = row({
  id: 'D08',
  level: 'warning',
  title: 'SCIM writes to a connection with attributes of a slot',
  needs: ['connections', 'scim'],
  why: 'SCIM writes profiles without a login, so that no Action runs and nothing is sealed.',
  doc: docs.sync,
  find: ({ connections, scim: provisioned }, { policy }) =>
    connections
      .filter(({ id }) => provisioned.includes(id))
      .filter(connection => namesFor(wantedByPolicy(policy), connection).length > 0)
      .map(({ name }) => ({
        subject: `${name} scim`,
        what: `SCIM writes profiles of ${name}, and may write attributes of a slot`,
        fix:
          'Take the attributes of the policy out of the SCIM mapping of the connection ' +
          `${name}, or ignore this where they are not in it.`
      }))
})

export const neverDelivered = row({
  id: 'D08',
  level: 'warning',
  title: 'a mapping never delivers an attribute of a slot',
  needs: ['connections'],
  why: 'A connection that maps claims by a map of its own puts nothing on the profile but what the map names.',
  doc: docs.claimMapping,
  find: ({ connections }, { policy }) =>
    Object.values(policy.slots)
      .flatMap(({ attributes }) => attributes)
      .flatMap(({ name, names, connections: only }) => {
        const sources = connections.filter(
          connection => isUpstream(connection) && isForConnection({ connections: only }, connection)
        )
        const isDelivered = sources.some(source => {
          const delivered = deliveredBy(source)
          return !delivered || names.some(one => delivered.includes(one))
        })
        if (sources.length === 0 || isDelivered) return []
        const from = sources.map(source => source.name).join(', ')
        return [
          {
            subject: `${name} mapping`,
            what: `no connection delivers ${name}: the claim mapping of ${from} does not name it`,
            fix: `Add ${name} to options.attribute_map of the connection that has it, or take it out of the policy.`
          }
        ]
      })
})
