import { issuerOf } from '../../../lib/core/format/claims.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { parseMacKey } from '../../../lib/core/seal/mac.js'
import { parseSecretKeys, seal } from '../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys, sealWriteOnlyValue } from '../../../lib/core/seal/write-only.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

export const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender'] },
    health: { attributes: ['allergies'], keys: 'HEALTH_KEYS' },
    payroll: { attributes: ['iban'], mode: 'write-only', keys: 'PAYROLL_KEYS' },
    tax: { attributes: ['tax_id'], mode: 'write-only', keys: 'PAYROLL_KEYS' }
  }
})

export const tenant = 'acme-dev'
export const user = 'auth0|ann'
export const iat = Date.UTC(2026, 10, 1) / 1000

const pair = keyPair(1)
export const macKey = Buffer.alloc(32, 7).toString('base64url')

/** What an operator has: the secret keys, and the private ones of the write-only slots. */
export const secrets = {
  A0SEAL_KEYS: keySetText(secretJWK(1)),
  HEALTH_KEYS: keySetText(secretJWK(2)),
  PAYROLL_KEYS: keySetText(pair.privateJWK),
  A0SEAL_MAC_KEY: macKey
}

interface Where {
  tenant?: string
  sub?: string
  slot?: string
}

const bindingOf = ({ tenant: id = tenant, sub = user, slot = 'demographics' }: Where) => ({
  iss: issuerOf(id),
  sub,
  aud: slot
})

export const sealed = (
  data = { gender: 'gender-canary' } as object,
  where: Where & { keys?: string } = {}
): string =>
  seal({ data: data as never, iat }, bindingOf(where), parseSecretKeys(where.keys ?? secrets.A0SEAL_KEYS))

export const writeOnly = (where: Where = {}, mac = macKey) =>
  sealWriteOnlyValue({ data: { iban: 'iban-canary' }, iat }, bindingOf({ slot: 'payroll', ...where }), {
    keySet: parsePublicKeys(keySetText(pair.publicJWK)),
    macKeys: parseMacKey(mac),
    fingerprint: undefined
  })
