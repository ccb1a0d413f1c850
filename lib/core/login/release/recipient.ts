import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { KeySet } from '../../jwe/key-set.js'
import type { ReleasePolicy } from '../../policy/action-policy.js'
import type { KeySource, ReleaseRule } from '../../policy/types.js'
import { parseRecipientKeys } from '../../seal/released.js'

/** Who signs in, if the rule is for that application, with its key; the key of one that opted in is its own. */
export const applicationFor = (
  { applications }: ReleaseRule,
  policy: ReleasePolicy,
  { client: { client_id, metadata } }: PostLoginEvent
): { key?: KeySource | string } | undefined => {
  if (typeof applications === 'object' && !Array.isArray(applications))
    return metadata?.[applications.optIn] === 'true' ? { key: String(metadata.a0seal_jwk ?? '') } : undefined
  const [name = '', application = {}] =
    Object.entries(policy.applications).find(([, known]) => known.client_id === client_id) ?? []
  const isFor = applications === 'any' ? !client_id.startsWith('tpc_') : applications.includes(name)
  return isFor ? application : undefined
}

/** True where the token is the one of the rule: an access token is for one API. */
export const isForToken = ({ audience }: ReleaseRule, { resource_server }: PostLoginEvent): boolean =>
  audience === undefined || resource_server?.identifier === audience

/** The public key of a recipient: from the policy, from a secret it names, or a text of the application's own. */
export const recipientKeys = (source: KeySource | string = '', { secrets }: PostLoginEvent): KeySet => {
  if (typeof source === 'string') return parseRecipientKeys(source)
  const { secret } = source
  return parseRecipientKeys(typeof secret === 'string' ? secrets[secret] : JSON.stringify(source))
}
