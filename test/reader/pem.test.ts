import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { keyPair } from '../fixtures/keys.js'
import { data, pemOf, recipient, releasedValue, tenant, token } from './values.js'

const { publicJWK, privateJWK } = keyPair(1)
const kid = publicJWK.kid as string
const pem = pemOf(privateJWK)
const open = async (text: string) =>
  createReader({ keys: { kid, pem: text }, tenant, recipient }).open(releasedValue(), { token })

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

describe('a PEM', () => {
  it.each([
    ['line breaks written as \\n', pem.replaceAll('\n', '\\n')],
    ['line breaks written as \\r\\n', pem.replaceAll('\n', '\\r\\n')],
    ['line breaks of Windows', pem.replaceAll('\n', '\r\n')],
    ['spaces for line breaks', pem.replaceAll('\n', ' ')],
    [
      'bag attributes before it',
      `Bag Attributes\n    friendlyName: app\nKey Attributes: <No Attributes>\n${pem}`
    ],
    ['a certificate behind it', `${pem}-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n`],
    ['a public key before it', `${publicKey.export({ format: 'pem', type: 'spki' })}${pem}`]
  ])('opens with %s', async (_, text) => {
    expect(await open(text)).toMatchObject({ data })
  })

  const cipher = { cipher: 'aes-256-cbc', passphrase: 'x', format: 'pem' } as const
  it.each<[string, unknown, RegExp]>([
    [
      'encrypted',
      privateKey.export({ ...cipher, type: 'pkcs8' }),
      /the PEM is encrypted: decrypt it \(openssl /
    ],
    [
      'SEC 1',
      privateKey.export({ format: 'pem', type: 'sec1' }),
      /the PEM is SEC 1, not PKCS #8: convert it/
    ],
    ['SEC 1, encrypted', privateKey.export({ ...cipher, type: 'sec1' }), /the PEM is SEC 1/],
    ['RSA of PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1' }), /the PEM is an RSA key/],
    [
      'RSA of PKCS #8',
      rsa.export({ format: 'pem', type: 'pkcs8' }),
      /holds no private key on P-256 or X25519/
    ],
    ['public', publicKey.export({ format: 'pem', type: 'spki' }), /the PEM is a public key/],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
      /the PEM is a certificate/
    ],
    ['of OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nAA==', /the PEM is a key of OpenSSH/],
    ['cut off', pem.slice(0, 80), /the PEM is cut off/],
    ['begun and not ended', '-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----', /the PEM is cut off/],
    ['without its middle', pem.replace(/\n.*\n/, '\n'), /holds no private key/],
    ['no PEM', 'canary', /the PEM has no PKCS #8 private key/],
    ['empty', '', /the PEM has no PKCS #8 private key/]
  ])('says what it is: %s', async (_, text, message) => {
    const error = await open(String(text)).catch(failure => failure)
    expect(error).toMatchObject({ code: 'ERR_KEY_SET', message: expect.stringMatching(message) })
    expect(error.message).toMatch(/^ERR_KEY_SET: key 1: the PEM /)
    expect(error.message).not.toContain('canary')
    expect(error.message).not.toContain(kid)
  })
})
