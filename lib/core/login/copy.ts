import type { Json, JsonObject } from '../auth0/json.js'
import type { PostLoginAPI, PostLoginEvent } from '../auth0/post-login.js'
import { copiesMaxChars, copyOf, setAt, valueAt } from '../claims/copies.js'
import type { CopyPolicy } from '../policy/action-policy.js'
import type { CopyField } from '../policy/types.js'
import { type Attempt, type Decision, runStep, setEach } from './decision.js'
import type { Host } from './host.js'
import { metadataOf } from './run-facts.js'

export interface CopyDecision extends Decision {
  idToken: Record<string, Json>
}

/**
 * Copies allowed fields of `user_metadata` into ID-token claims, from where Auth0's `/userinfo` has them. The user controls
 * every value, so one of another type or size than the policy says is left out.
 *
 * @throws ERR_METADATA where the stored `user_metadata` is no object
 * @see https://auth0.com/docs/api/authentication/user-profile/get-user-info
 */
export const decideCopy = (policy: CopyPolicy, event: PostLoginEvent): CopyDecision => {
  const decision: CopyDecision = { idToken: {}, notes: [] }
  const userMetadata = metadataOf(event.user.user_metadata)
  const copied: JsonObject = {}
  let chars = 0
  for (const name of Object.keys(policy.copy)) {
    const field = policy.copy[name] as CopyField
    const stored = valueAt(userMetadata, name)
    if (stored === undefined || stored === null) continue
    const { value, code } = copyOf(stored, field)
    const size = code ? 0 : JSON.stringify(value).length
    if (code || chars + size > copiesMaxChars) {
      decision.notes.push({ code: code ?? 'ERR_COPY_SIZE', fields: [name], failed: true })
      continue
    }
    chars += size
    setAt(copied, name, value)
    decision.idToken[field.claim] = value
  }
  if (policy.userMetadataClaim && Object.keys(copied).length > 0) decision.idToken.user_metadata = copied
  return decision
}

export const applyCopy = (
  decision: CopyDecision,
  { idToken }: Pick<PostLoginAPI, 'idToken'>,
  attempt: Attempt
): void => attempt(() => setEach(idToken, 'setCustomClaim', decision.idToken))

/** The Action `copy-user-metadata`. */
export const copyAction =
  (policy: CopyPolicy, { log }: Pick<Host, 'log'>) =>
  async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
    const line = runStep({
      action: 'copy-user-metadata',
      decide: () => decideCopy(policy, event),
      apply: applyCopy,
      api,
      onError: policy.onError.copy
    })
    if (line) log(line)
  }
