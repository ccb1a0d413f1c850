import assert from 'node:assert/strict'
import { createDecipheriv } from 'node:crypto'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import type { Key } from '../../../lib/core/jwe/key.js'
import { importSecretKey } from '../../../lib/core/jwe/secret-keys.js'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { createTally, type Tally } from '../tally.js'
import { hex, wycheproof } from './files.js'

interface GcmCase {
  keySize: number
  ivSize: number
  tagSize: number
  key: string
  iv: string
  aad: string
  msg: string
  ct: string
  tag: string
}

/** A key set whose one key has this very text as its header: what the codec authenticates is then what the case says. */
const keySetFor = (bytes: Buffer, header: string) => {
  const jwk = { kty: 'oct', k: bytes.toString('base64url') }
  const key = importSecretKey({ ...jwk, kid: keyId(jwk), alg: 'A256GCM', use: 'enc' }, 'test') as Key
  const first: Key = { ...key, kid: 'test', header }
  return { typ: 'test', epkOf: undefined, first, byKid: new Map([['test', first]]) }
}

const check = ({ result, msg, ...rest }: GcmCase & { result: string }): void => {
  const [key, iv, aad, ct, tag] = [rest.key, rest.iv, rest.aad, rest.ct, rest.tag].map(hex) as Buffer[]
  const parts = [iv, ct, tag].map(bytes => bytes?.toString('base64url'))
  const header = (aad as Buffer).toString()
  const open = () => decryptJWE([header, '', ...parts].join('.'), keySetFor(key as Buffer, header)).plaintext
  if (result === 'valid') assert.equal(open(), hex(msg).toString())
  else assert.equal(codeThrownBy(open), 'ERR_DECRYPT')
}

const checkNode = ({ result, msg, key, iv, aad, ct, tag }: GcmCase & { result: string }): void => {
  const decipher = createDecipheriv('aes-256-gcm', hex(key), hex(iv)).setAAD(hex(aad)).setAuthTag(hex(tag))
  const open = () => Buffer.concat([decipher.update(hex(ct)), decipher.final()]).toString('hex')
  if (result === 'valid') assert.equal(open(), msg)
  else assert.throws(open)
}

/** A header is text, and dots part a JWE. */
const isHeader = (aad: Buffer): boolean => Buffer.from(aad.toString()).equals(aad) && !aad.includes('.')

export const aesGcm = (folder: string): Tally => {
  const { tally, ours, environment, notApplicable } = createTally('aes_gcm', 'decryptJWE')
  for (const test of wycheproof<GcmCase>(folder, 'aes_gcm')) {
    if (test.keySize !== 256) notApplicable('keys of 128 or 192 bits')
    else if (test.ivSize !== 96 || test.tagSize !== 128) notApplicable('an IV of other than 96 bits')
    else if (isHeader(hex(test.aad))) ours(test.tcId, () => check(test))
    else environment(test.tcId, () => checkNode(test)) // associated data that no JWE can have
  }
  return tally
}
