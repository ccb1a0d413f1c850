import { describe, expect, expectTypeOf, it } from 'vitest'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import {
  createReader,
  type IdTokenClaims,
  type Json,
  type JsonObject,
  type Sealed
} from '../../lib/reader/index.js'
import { keyPair, secretJWK } from '../fixtures/keys.js'
import { macKey, readableValue, recipient, releasedValue, slot, tenant, token } from './values.js'

const keys = JSON.stringify(keyPair(1).privateJWK)
const secretKeys = JSON.stringify(secretJWK(1))

describe('wrong use of createReader', () => {
  it.each<[string, object]>([
    ['no options but keys', { keys }],
    ['no tenant', { keys, recipient }],
    ['an empty tenant', { keys, recipient, tenant: '' }],
    ['a tenant that is no text', { keys, recipient, tenant: 1 }],
    ["the tenant's domain", { keys, recipient, tenant: 'acme.eu.auth0.com' }],
    ['no recipient and no slot', { keys, tenant }],
    ['an empty recipient', { keys, tenant, recipient: '' }],
    ['a list of recipients', { keys, tenant, recipient: [recipient] }],
    ['no tenant, for a slot', { keys: secretKeys, slot }],
    ['an empty slot', { keys: secretKeys, tenant, slot: '' }],
    ['recipient and slot', { keys, tenant, recipient, slot, macKey }],
    ['a MAC key for released values', { keys, tenant, recipient, macKey }],
    [
      'a word on authentication for released values',
      { keys, tenant, recipient, acceptUnauthenticated: false }
    ],
    ['a text that says false', { keys, tenant, slot, acceptUnauthenticated: 'false' }],
    ['a MAC key that is not to be used', { keys, tenant, slot, macKey, acceptUnauthenticated: true }]
  ])('is a TypeError: %s', (_, options) => {
    expect(() => createReader(options as never)).toThrow(TypeError)
    expect(() => createReader(options as never)).toThrow(
      /^(tenant|recipient|slot|macKey|acceptUnauthenticated) (must be|is of no use|is for) /
    )
  })
})

describe('the types of a reader', () => {
  const policy = definePolicy({
    namespace: 'https://acme.example/',
    slots: {
      demographics: { attributes: ['gender', 'ethnicity'] },
      identity: { userMetadata: ['national_id'] }
    },
    applications: { 'hr-web': { client_id: recipient, key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
    release: [
      { slot: 'demographics', attributes: ['gender'], to: 'id_token', applications: ['hr-web'] },
      { slot: 'identity', to: 'id_token', applications: ['hr-web'] }
    ]
  })
  const released = createReader({ keys, tenant, recipient })
  const stored = createReader({ keys: secretKeys, tenant, slot })

  it('are those of the policy, for a claim that has its type', async () => {
    const claims: IdTokenClaims<typeof policy, 'hr-web'> = {
      'https://acme.example/demographics': releasedValue()
    }
    const opened = await released.open(claims['https://acme.example/demographics'], { token })
    expectTypeOf(opened.data).toEqualTypeOf<{ gender?: Json }>()
    expectTypeOf(opened.src).toEqualTypeOf<'user' | 'tenant'>()
    expectTypeOf(opened.releasedAt).toEqualTypeOf<Date>()
    expect(opened).not.toHaveProperty('changedAt')
  })

  it('say that the user typed it, where the slot is one of user_metadata', async () => {
    const claims: IdTokenClaims<typeof policy, 'hr-web'> = {
      'https://acme.example/identity': releasedValue({ data: { national_id: '1' }, src: 'user' })
    }
    const opened = await released.open(claims['https://acme.example/identity'], { token })
    expectTypeOf(opened.src).toEqualTypeOf<'user'>()
    expectTypeOf(opened.data).toEqualTypeOf<{ national_id?: Json }>()
    expect(opened.src).toBe('user')
  })

  it('have null for a claim that was not released', () => {
    type Claims = IdTokenClaims<typeof policy, 'hr-web'>
    expectTypeOf<null>().toExtend<Claims['https://acme.example/demographics']>()
    expectTypeOf<undefined>().toExtend<Claims['https://acme.example/demographics']>()
  })

  it('are those you name, or any JSON, for a claim that has none', async () => {
    const value: unknown = readableValue()
    const opened = await stored.open(value, { token })
    expectTypeOf(opened.data).toEqualTypeOf<JsonObject>()
    expectTypeOf((await stored.open<{ iban?: string }>(value, { token })).data).toEqualTypeOf<{
      iban?: string
    }>()
    expectTypeOf((await stored.open(readableValue(), { token })).data).toEqualTypeOf<JsonObject>()
    expectTypeOf(opened.changedAt).toEqualTypeOf<Date>()
    expect(opened).not.toHaveProperty('releasedAt')
  })

  it('ask for what proves whose value it is', () => {
    const wrong = () => {
      const claim = '' as Sealed<{ gender?: Json }>
      // @ts-expect-error: nothing to compare the user with
      released.open(claim)
      // @ts-expect-error: a released value belongs to one token
      released.open(claim, { subject: 'a' })
      // @ts-expect-error: neither
      stored.open(claim, {})
      // @ts-expect-error: no slot and no recipient
      createReader({ keys, tenant })
      // @ts-expect-error: a MAC is in values at rest
      createReader({ keys, tenant, recipient, macKey })
      // @ts-expect-error: both
      createReader({ keys, tenant, recipient, slot })
    }
    expect(wrong).toBeTypeOf('function')
  })
})
