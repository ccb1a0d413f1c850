import { severity } from '../../core/errors.js'
import { isForConnection } from '../../core/policy/deny-list.js'
import type { Policy } from '../../core/policy/types.js'
import type { Tenant, TenantOptions } from '../../tenant/start.js'

type Run = Parameters<NonNullable<TenantOptions['onRun']>>[0]
type StoredUser = NonNullable<ReturnType<Tenant['user']>>

/** Where Auth0 shows a name with dots on a profile. */
const spellings = (name: string): string[] => [name, name.replaceAll('.', ':')]

/** What the policy seals and the stored profile has in clear. Names, never values. */
const storedInClear = (
  { slots }: Policy,
  { user, connection }: { user: StoredUser } & Pick<Run['input'], 'connection'>
) =>
  Object.values(slots).flatMap(({ attributes, userMetadata }) => [
    ...attributes
      .filter(attribute => connection && isForConnection(attribute, connection))
      .flatMap(({ names }) => names)
      .filter(name => spellings(name).some(spelling => Object.hasOwn(user, spelling))),
    ...userMetadata
      .filter(({ name }) => Object.hasOwn(user.user_metadata, name))
      .map(({ name }) => `user_metadata.${name}`)
  ])

/** An Action of somebody else's may log anything: of a log no more than our codes is shown. */
const codesOf = (log: string): string[] => severity.filter(code => new RegExp(`\\b${code}\\b`).test(log))

/** What a run of post-login leaves to mend, a line each: attributes at rest in clear, and codes of its Actions. */
export const findingsOf = (
  { input, end }: Run,
  { policy, user }: { policy: Policy | undefined; user: StoredUser | undefined }
): string[] => {
  if (!end) return []
  const where = `login to ${input.client.client_id}`
  const inClear = policy && user ? storedInClear(policy, { user, connection: input.connection }) : []
  const actions = end.result?.actions ?? []
  return [
    ...actions.flatMap(({ name, log }) => codesOf(log).map(code => `${where}: ${name} ${code}`)),
    ...inClear.map(name => `${where}: ${name} is stored in clear`)
  ]
}
