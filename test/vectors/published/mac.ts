import assert from 'node:assert/strict'
import { macOf, parseMacKey } from '../../../lib/core/seal/mac.js'
import { createTally, type Tally } from '../tally.js'
import { hex, wycheproof } from './files.js'
import { framed, hkdf, hmac } from './reference.js'

interface HmacCase {
  keySize: number
  tagSize: number
  key: string
  msg: string
  tag: string
}

/** Ours puts lengths before what it authenticates, so that no published tag is one of ours: see `reference.ts`. */
export const hmacSha256 = (folder: string): Tally => {
  const { tally, ours, environment, notApplicable } = createTally('hmac_sha256', 'macOf, against a reference')
  for (const { tcId, result, keySize, tagSize, ...rest } of wycheproof<HmacCase>(folder, 'hmac_sha256')) {
    const [key, msg, tag] = [rest.key, rest.msg, rest.tag].map(hex) as [Buffer, Buffer, Buffer]
    const isRight = () =>
      hmac(key, msg)
        .subarray(0, tagSize / 8)
        .equals(tag)
    environment(tcId, () => assert.equal(isRight(), result === 'valid'))
    if (result === 'invalid') notApplicable('wrong tags, and tags are compared elsewhere')
    else if (keySize !== 256) notApplicable('keys of other than 256 bits')
    else {
      ours(tcId, () => {
        const right = hmac(key, Buffer.concat([framed(Buffer.from('label')), framed(msg)]))
        assert.equal(macOf(key, ['label', msg]), right.toString('base64url'))
      })
    }
  }
  return tally
}

interface HkdfCase {
  ikm: string
  salt: string
  info: string
  size: number
  okm: string
}

const labels = { tag: 'a0seal-tag-v1', fingerprint: 'a0seal-fp-v1', inner: 'a0seal-mac-v1' } as const

/** Ours derives with labels of its own, which no published case has. */
export const hkdfSha256 = (folder: string): Tally => {
  const { tally, ours, environment, notApplicable } = createTally(
    'hkdf_sha256',
    'parseMacKey, against a reference'
  )
  for (const { tcId, result, size, ...rest } of wycheproof<HkdfCase>(folder, 'hkdf_sha256')) {
    const [ikm, salt, info] = [rest.ikm, rest.salt, rest.info].map(hex) as [Buffer, Buffer, Buffer]
    if (result === 'invalid') {
      notApplicable('asks for more than 8,160 bytes; ours are 32')
      continue
    }
    environment(tcId, () => assert.equal(hkdf(ikm, salt, info, size).toString('hex'), rest.okm))
    if (ikm.length !== 32) notApplicable('keys of other than 256 bits')
    else {
      ours(tcId, () => {
        const keys = parseMacKey(ikm.toString('base64url'))
        for (const [name, label] of Object.entries(labels)) {
          const right = hkdf(ikm, Buffer.alloc(0), Buffer.from(label), 32)
          assert.deepEqual(keys[name as keyof typeof labels], right)
        }
      })
    }
  }
  return tally
}
