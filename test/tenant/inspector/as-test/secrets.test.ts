import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../../lib/core/errors.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { parseMacKey } from '../../../../lib/core/seal/mac.js'
import { parseRecipientKeys } from '../../../../lib/core/seal/released.js'
import { parseSecretKeys } from '../../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../../lib/core/seal/write-only.js'
import { createSealer } from '../../../../lib/sealer.js'
import { secretsFromEnvironment, secretsSource } from '../../../../lib/tenant/inspector/as-test/secrets.js'
import { keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender'] },
    payroll: { attributes: ['iban'], mode: 'write-only', keys: 'A0SEAL_PAYROLL_KEYS' }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  triggers: {
    'post-login': [
      'seal-attributes',
      { file: 'own.js', name: 'own', secrets: ['TOKEN'] },
      'release-attributes'
    ]
  }
})
const user_id = 'oidc|acme-idp|ada'
const sealedWith = (key: number, slot = 'demographics') =>
  createSealer(keySetText(secretJWK(key)), { tenant: 'acme-dev' }).seal(
    { gender: 'canary-gender' },
    { user: user_id, slot }
  )

/** The secrets of a file, as they would be evaluated: those of the environment are their names. */
const written = (
  secrets: Record<string, string>,
  { stored = {}, keys = {} }: { stored?: object; keys?: object } = {}
): Record<string, string> => {
  const event = JSON.parse(JSON.stringify({ user: { user_id, app_metadata: stored } }))
  const given = { event, now: 0, secrets: { 'seal-attributes': secrets } }
  const source = secretsSource(given, policy, keys as Record<string, unknown>)
  return JSON.parse(source.replace(/process\.env\[("\w+")\] \?\? ''/g, '$1'))
}

/** Every text in a secret that only its owner has. */
const privateParts = (text: string): string[] =>
  [...text.matchAll(/"(?:k|d)":"([^"]+)"/g)].map(([, part = '']) => part)

describe('the secrets of a test', () => {
  test('are development keys as they are, with no private half', () => {
    const text = keySetText(secretJWK(1))
    const { publicJWK, privateJWK } = keyPair(1)
    const keys = { A0SEAL_KEYS: text, A0SEAL_HR_WEB_KEY: privateJWK }
    const secrets = { A0SEAL_KEYS: text, A0SEAL_HR_WEB_KEY: keySetText(publicJWK) }
    expect(written(secrets, { keys })).toEqual(secrets)
    const leaked = keySetText(privateJWK)
    expect(written({ A0SEAL_HR_WEB_KEY: leaked }, { keys }).A0SEAL_HR_WEB_KEY).not.toContain(privateJWK.d)
  })

  test('are made up where the very key does not matter', () => {
    const text = keySetText(secretJWK(1))
    const { A0SEAL_KEYS = '' } = written({ A0SEAL_KEYS: text })
    expect(JSON.parse(A0SEAL_KEYS).keys[0]).toMatchObject({ kty: 'oct', alg: 'A256GCM' })
    expect(A0SEAL_KEYS).not.toContain(secretJWK(1).k)
    // What is stored is of another key: to this one it is as unknown as to the one of the login.
    const stored = { sealed_demographics: sealedWith(2) }
    expect(written({ A0SEAL_KEYS: text }, { stored }).A0SEAL_KEYS).toMatch(/^\{"keys"/)
    const mac = 'c'.repeat(43)
    const made = written({ A0SEAL_MAC_KEY: mac }).A0SEAL_MAC_KEY
    expect(made).toMatch(/^[\w-]{43}$/)
    expect(made).not.toBe(mac)
  })

  test('come from the environment where a key opened or checked what was stored', () => {
    const stored = { sealed_demographics: sealedWith(1), sealed_payroll: { v: 'x', tag: 'y' } }
    const secrets = {
      A0SEAL_KEYS: keySetText(secretJWK(1)),
      A0SEAL_MAC_KEY: 'c'.repeat(43),
      TOKEN: 'canary-token'
    }
    expect(written(secrets, { stored })).toEqual({
      A0SEAL_KEYS: 'A0SEAL_KEYS',
      A0SEAL_MAC_KEY: 'A0SEAL_MAC_KEY',
      TOKEN: 'TOKEN'
    })
  })

  test.each([
    ['nothing', 'A0SEAL_KEYS', ''],
    ['a placeholder', 'A0SEAL_KEYS', '@@A0SEAL_KEYS@@'],
    ['an empty key set', 'A0SEAL_KEYS', '{"keys":[]}'],
    ['a key that was cut off', 'A0SEAL_KEYS', keySetText(secretJWK(1)).slice(0, -9)],
    ['a key of another mode', 'A0SEAL_KEYS', keySetText(keyPair(1).publicJWK)],
    ['a private key in the place of the public one', 'A0SEAL_HR_WEB_KEY', keySetText(keyPair(1).privateJWK)],
    ['a private key of a write-only slot', 'A0SEAL_PAYROLL_KEYS', keySetText(keyPair(1).privateJWK)],
    ['a MAC key that is too short', 'A0SEAL_MAC_KEY', 'abcd'],
    ['a placeholder of an own secret', 'TOKEN', '##TOKEN##']
  ])('are as wrong as %s, and hold nothing of it', (_, name, text) => {
    const parse = {
      A0SEAL_KEYS: parseSecretKeys,
      A0SEAL_HR_WEB_KEY: parseRecipientKeys,
      A0SEAL_PAYROLL_KEYS: parsePublicKeys,
      A0SEAL_MAC_KEY: parseMacKey,
      TOKEN: parseMacKey
    }[name] as (secret: unknown) => unknown
    const codeWith = (secret: unknown) => {
      try {
        return parse(secret)
      } catch (error) {
        return codeOf(error)
      }
    }
    const made = written({ [name]: text })[name] ?? ''
    expect(codeWith(made)).toBe(codeWith(text))
    expect(codeWith(made)).toMatch(/^ERR_/)
    for (const part of privateParts(text)) expect(made).not.toContain(part)
  })

  test('of an Action that is not of the policy are names only', () => {
    expect(secretsFromEnvironment({ TOKEN: 'canary' })).toBe(`{ "TOKEN": process.env["TOKEN"] ?? '' }`)
  })
})
