import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../lib/core/auth0/json.js'
import {
  type Binding,
  issuerOf,
  parseClaims,
  readClaims,
  type SealedClaims
} from '../../lib/core/format/claims.js'
import { pointOf } from '../../lib/core/format/point.js'
import type { WriteOnlyValue } from '../../lib/core/format/write-only.js'
import { decryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { canonicalJson } from '../../lib/core/seal/canonical.js'
import { macOf, parseMacKey } from '../../lib/core/seal/mac.js'
import { isSealedFrom, parsePublicKeys, verifyWriteOnlyValue } from '../../lib/core/seal/write-only.js'
import { importAnyKey } from '../fixtures/keys.js'

/** A value that was written once and has to open for ever. Its keys are test keys, and say so in their bytes. */
export interface Pinned {
  note: string
  typ: string
  /** JWKS with what opens it. */
  keys: { keys: { alg?: string; k?: string; d?: string }[] }
  /** JWKS with what sealed it, where that cannot open. */
  publicKeys?: { keys: object[] }
  /** `A0SEAL_MAC_KEY`. */
  macKey?: string
  /** What its claims say of `iss`, `sub` and `aud`. */
  binding: Binding
  value: string | WriteOnlyValue
  claims: { data: JsonObject; iat: number; src?: 'user' }
}

export const pinnedNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()

export const readPinned = (folder: string, name: string): Pinned => {
  const pinned = JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const { tenant, subject, audience } = pinned.binding
  return { ...pinned, binding: { iss: issuerOf(tenant), sub: subject, aud: audience } }
}

/** Its content, after all that a reader and an Action could check of it. */
export const openPinned = ({
  typ,
  keys,
  publicKeys,
  macKey,
  binding,
  value,
  claims
}: Pinned): SealedClaims & Binding => {
  const jwe = typeof value === 'string' ? value : value.v
  const { plaintext } = decryptJWE(jwe, createKeySetParser(typ, importAnyKey, pointOf)(JSON.stringify(keys)))
  if (typeof value !== 'string') {
    const macKeys = parseMacKey(macKey)
    const keySet = parsePublicKeys(JSON.stringify(publicKeys))
    assert.deepEqual(verifyWriteOnlyValue(value, binding, macKeys), value)
    const { iss, sub, aud, iat, mac } = JSON.parse(plaintext)
    const { kid } = keySet.first
    // Spelled out, and not by our own words for it: it may never change.
    const items = ['a0seal-mac-v1', iss, sub, aud, kid, `${iat}`, canonicalJson(claims.data)]
    assert.equal(mac, macOf(macKeys.inner, items))
    if (value.fp) assert.ok(isSealedFrom(claims.data, value, binding, { keySet, macKeys }))
  }
  if (typeof value === 'string') return readClaims(plaintext, binding)
  const opened = parseClaims(plaintext, 'mac')
  assert.deepEqual({ iss: opened.iss, sub: opened.sub, aud: opened.aud }, binding)
  return opened
}
