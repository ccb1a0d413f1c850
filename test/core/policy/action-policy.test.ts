import { describe, expect, it } from 'vitest'
import { allReleaseSteps, allSealSteps } from '../../../lib/core/login/all-steps.js'
import { decideCopy } from '../../../lib/core/login/copy.js'
import { decideRelease } from '../../../lib/core/login/release/release.js'
import { decideSeal } from '../../../lib/core/login/seal/seal.js'
import { actionPolicies } from '../../../lib/core/policy/action-policy.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import type { Policy } from '../../../lib/core/policy/types.js'
import { nowMs } from '../../fixtures/clock.js'
import { eventOf, secrets } from '../../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { contentOf, merged } from '../../fixtures/login.js'

// Made in the first test that reads it: what is made while a file loads is covered by no test.
const policy = definePolicy(() => ({
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: ['gender', { name: 'ethnicity', from: ['org.race'], connections: ['acme-idp'] }],
      onNull: 'remove'
    },
    handoff: { attributes: ['id_hint'], keep: 'login' },
    identity: { userMetadata: [{ name: 'national_id', type: 'string' }] },
    payroll: {
      attributes: [{ name: 'iban', entropy: 'high' }],
      mode: 'write-only',
      keys: 'A0SEAL_PAYROLL_KEYS'
    }
  },
  applications: { app: { client_id: 'app', key: keyPair(1).publicJWK } },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['app'] },
    {
      slot: 'identity',
      to: 'access_token',
      audience: 'https://api.acme.example',
      applications: ['app'],
      form: 'clear',
      readableByClient: true
    }
  ],
  copy: { hobby: 'string' }
}))

/** As the build puts it into an Action: undefined is not in JSON. */
const reducedPolicies = (): ReturnType<typeof actionPolicies> =>
  JSON.parse(JSON.stringify(actionPolicies(policy)))

const event = (app_metadata: object) =>
  eventOf({
    client: { client_id: 'app', metadata: {} },
    connection: { name: 'acme-idp', strategy: 'oidc' },
    resource_server: { identifier: 'https://api.acme.example' },
    user: {
      gender: 'x',
      'org:race': 'y',
      id_hint: 'h',
      iban: 'DE00',
      user_metadata: { national_id: '1', hobby: 'chess' },
      app_metadata
    },
    secrets: {
      ...secrets,
      A0SEAL_KEYS: keySetText(secretJWK(1)),
      A0SEAL_PAYROLL_KEYS: keySetText(keyPair(1).publicJWK),
      A0SEAL_MAC_KEY: Buffer.alloc(32, 1).toString('base64url')
    }
  })

describe('what an Action gets of a policy', () => {
  it('is enough: it decides as with the whole', () => {
    const reduced = reducedPolicies()
    const whole = decideSeal(policy, event({}), { now: nowMs, steps: allSealSteps })
    const part = decideSeal(reduced['seal-attributes'], event({}), { now: nowMs, steps: allSealSteps })
    expect(part.notes).toEqual(whole.notes)
    expect(part.userMetadata).toEqual({ national_id: null })
    expect(Object.keys(part.transactionMetadata)).toEqual(['sealed_handoff'])
    expect(Object.keys(part.appMetadata)).toEqual(Object.keys(whole.appMetadata))
    expect(contentOf(part.appMetadata.sealed_demographics).data).toEqual({ gender: 'x', ethnicity: 'y' })

    const stored = merged({}, part.appMetadata)
    const released = decideRelease(reduced['release-attributes'], event(stored), {
      now: nowMs,
      steps: allReleaseSteps
    })
    expect(released.accessToken).toEqual({ 'https://acme.example/national_id': '1' })
    expect(Object.keys(released.idToken)).toEqual(['https://acme.example/demographics'])
    expect(decideCopy(reduced['copy-user-metadata'], event({}))).toEqual(decideCopy(policy, event({})))
  })

  it('says that all copies are to stand in user_metadata too, where the policy says so', () => {
    const claimIn = (policy: Policy) => actionPolicies(policy)['copy-user-metadata'].userMetadataClaim
    const all = definePolicy({
      namespace: 'https://acme.example/',
      copy: { hobby: 'string' },
      userMetadataClaim: true
    })
    expect([claimIn(all), claimIn(policy)]).toEqual([true, undefined])
  })

  it('is the answer to the failure of its own step', () => {
    for (const step of ['seal', 'copy', 'release'] as const) {
      const denying = definePolicy({
        namespace: 'https://acme.example/',
        onError: { [step]: 'deny' }
      } as never)
      const { 'guard-signup': _signup, ...steps } = actionPolicies(denying)
      const answers = Object.values(steps).map(({ onError }) => onError)
      expect(answers).toEqual(
        (['seal', 'copy', 'release'] as const).map(name => ({ [name]: name === step ? 'deny' : 'continue' }))
      )
    }
  })

  it('is no more than what it reads', () => {
    const reduced = reducedPolicies()
    const { container, slots, limits, release, applications } = JSON.parse(JSON.stringify(policy))
    expect(reduced['seal-attributes']).toEqual({ container, slots, limits, onError: { seal: 'continue' } })
    const slot = { keys: 'A0SEAL_KEYS', keep: 'profile', mode: 'readable', userMetadata: [] }
    expect(reduced['release-attributes']).toEqual({
      container,
      slots: {
        demographics: slot,
        handoff: { ...slot, keep: 'login' },
        identity: { ...slot, userMetadata: [{ name: 'national_id', type: 'string', max: 500 }] },
        payroll: { ...slot, keys: 'A0SEAL_PAYROLL_KEYS', mode: 'write-only' }
      },
      applications,
      release,
      onError: { release: 'continue' }
    })
    expect(reduced['copy-user-metadata'].onError).toEqual({ copy: 'continue' })
    expect(Object.keys(reduced['guard-signup'])).toEqual(['container', 'slots', 'limits'])
    expect(reduced['guard-signup'].slots.identity).toEqual({
      keys: 'A0SEAL_KEYS',
      userMetadata: [{ name: 'national_id', type: 'string', max: 500 }]
    })
  })
})
