import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postLoginEvent, runAction } from 'a0seal/testing'

const action = new URL('../../actions/email-domain.ts', import.meta.url)

/** @param {boolean} email_verified */
const loginWith = email_verified =>
  runAction(action, { event: postLoginEvent({ user: { email: 'ada@acme.example', email_verified } }) })

test('a verified address gives its domain', async () => {
  const { claims } = await loginWith(true)
  assert.deepEqual(claims.idToken, { 'https://acme.example/email_domain': 'acme.example' })
})

test('an address that is not verified gives nothing', async () => {
  const { claims } = await loginWith(false)
  assert.deepEqual(claims.idToken, {})
})
