import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { minutesAgo, nowMs } from '../fixtures/clock.js'
import { eventOf, silentRuns } from '../fixtures/event.js'
import { sealAt } from '../fixtures/login.js'
import { namespace } from '../fixtures/policies/policies.js'
import { type Pinned, pinnedNames, readPinned } from '../vectors/pinned.js'

const folder = fileURLToPath(new URL('../vectors/pinned', import.meta.url))
// A value of a sign-up is bound to its user by the first login, and one without a fingerprint is written by each.
const kept = pinnedNames(folder).filter(name => /^at-rest|fingerprint/.test(name))

/** The slot that a pinned value is of. */
const slotOf = ({ value, claims, publicKeys }: Pinned) => {
  const names = Object.keys(claims.data)
  if (claims.src) return { userMetadata: names.filter(name => !name.includes('.')) }
  if (typeof value === 'string') return { attributes: names }
  const attributes = names.map(name => ({ name, entropy: 'high' as const }))
  return { attributes, mode: 'write-only' as const, fingerprint: true, keys: publicKeys ? 'PUBLIC_KEYS' : '' }
}

describe.each(kept)('a profile that holds what an older version sealed, %s,', name => {
  const pinned = readPinned(folder, name)
  const { iss, sub, aud } = pinned.binding
  const policy = definePolicy({ namespace, slots: { [aud]: slotOf(pinned) } } as never)
  const login = (rest: Parameters<typeof eventOf>[0]) =>
    sealAt(
      policy,
      eventOf({
        ...rest,
        tenant: { id: iss.replace('urn:auth0:', '') },
        secrets: {
          A0SEAL_KEYS: JSON.stringify(pinned.keys),
          PUBLIC_KEYS: JSON.stringify(pinned.publicKeys),
          A0SEAL_MAC_KEY: pinned.macKey
        },
        user: {
          ...(pinned.claims.src ? {} : pinned.claims.data),
          user_id: sub,
          app_metadata: { [`sealed_${aud}`]: pinned.value },
          identities: [{ connection: 'acme-idp', provider: 'oidc', user_id: '1' }]
        }
      }),
      nowMs
    )

  it.each([['a sign-in', {}], ...silentRuns])('is not written in %s that brings the same', (_what, run) => {
    expect(login(run)).toEqual({ appMetadata: {}, userMetadata: {}, transactionMetadata: {}, notes: [] })
  })

  it('is not written by a sign-in whose times are numbers', () => {
    const methods = [{ name: 'federated', timestamp: Date.parse(minutesAgo(1)) }]
    expect(login({ authentication: { methods } }).notes).toEqual([])
  })
})
