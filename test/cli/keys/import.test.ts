import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { parseIndexKeys } from '../../../lib/core/seal/blind-index.js'
import { parseMacKey } from '../../../lib/core/seal/mac.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../lib/core/seal/write-only.js'
import { createFolders } from '../../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { runCli } from '../run.js'

const emptyFolder = createFolders()

/** Imports from standard input. */
const importText = async (stdin: string, ...args: string[]) => {
  const folder = await emptyFolder()
  const [out, publicOut] = [join(folder, 'keys.json'), join(folder, 'public.json')]
  const wanted = args.map(arg => (arg === 'PUBLIC' ? publicOut : arg))
  const result = await runCli(['keys', 'import', '--out', out, ...wanted], {}, { stdin })
  return { ...result, out, text: () => readFile(out, 'utf8'), publicText: () => readFile(publicOut, 'utf8') }
}

const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'spki' = 'pkcs8'): string =>
  String(key.export({ format: 'pem', type } as never))

describe('a0seal keys import', () => {
  const pairs = {
    'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    X25519: generateKeyPairSync('x25519')
  }

  it.each(['P-256', 'X25519'] as const)(
    'takes a private key on %s in PEM, and writes both halves',
    async curve => {
      const { privateKey } = pairs[curve]
      const { code, stdout, stderr, out, text, publicText } = await importText(
        pem(privateKey),
        '--public-out',
        'PUBLIC'
      )
      const { kty, crv, x, y, d } = privateKey.export({ format: 'jwk' })
      const kid = keyId({ kty, crv, x, y })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(`${kid} (ECDH-ES) is in ${out}\n`)
      expect(stdout).not.toContain(d)
      expect(JSON.parse(await text()).keys).toEqual([
        { kty, crv, x, ...(y && { y }), d, kid, use: 'enc', alg: 'ECDH-ES' }
      ])
      expect(parsePublicKeys(await publicText()).first.kid).toBe(kid)
      expect(await publicText()).not.toContain(d)
      expect((await stat(out)).mode & 0o777).toBe(0o600)
    }
  )

  it('takes a public key, in PEM or SEC 1 of an older tool, and has no private half to tell of', async () => {
    const publicPem = pem(createPublicKey(pairs['P-256'].privateKey), 'spki')
    const { text } = await importText(publicPem, '--for', 'api')
    expect(parsePublicKeys(await text()).byKid.size).toBe(1)
    expect(await importText(pem(pairs['P-256'].privateKey, 'sec1'))).toMatchObject({ code: 0 })
    expect(await importText(publicPem, '--public-out', 'PUBLIC')).toMatchObject({ code: 2 })
  })

  it('keeps the kid of a key pair, and gives one to a key that has none', async () => {
    const { privateJWK } = keyPair(1)
    const { kid: _kid, use: _use, alg: _alg, ...bare } = privateJWK
    const { text } = await importText(
      keySetText({ ...privateJWK, kid: 'theirs' }, { ...bare, key_ops: ['deriveBits'] })
    )
    const { keys } = JSON.parse(await text())
    expect(keys).toEqual([{ ...privateJWK, kid: 'theirs' }, privateJWK])
  })

  it.each([
    [[], 'A256GCM', parseSecretKeys],
    [['--for', 'slots'], 'A256GCM', parseSecretKeys],
    [['--for', 'index'], 'HS256', parseIndexKeys]
  ])('takes a secret key without a kid: %j', async (args, alg, parse) => {
    const { k = '' } = secretJWK(1)
    const { code, stdout, text } = await importText(JSON.stringify({ kty: 'oct', k, kid: k }), ...args)
    expect(code).toBe(0)
    expect(stdout).not.toContain(k)
    expect(JSON.parse(await text()).keys[0]).toMatchObject({ alg, kid: keyId({ kty: 'oct', k }) })
    expect(parse(await text())).toBeDefined()
  })

  it('takes A256KW as it is, and a secret key as a MAC key', async () => {
    const { text } = await importText(JSON.stringify(secretJWK(1, 'A256KW')))
    expect(JSON.parse(await text()).keys[0]).toMatchObject({ alg: 'A256KW' })
    const mac = await importText(JSON.stringify({ kty: 'oct', k: secretJWK(2).k }), '--for', 'mac')
    expect(parseMacKey(await mac.text()).tag).toHaveLength(32)
  })

  it('takes a file, and overwrites none', async () => {
    const folder = await emptyFolder()
    const file = join(folder, 'key.pem')
    await writeFile(file, pem(pairs.X25519.privateKey), { mode: 0o600 })
    const args = ['keys', 'import', file, '--out', join(folder, 'keys.json')]
    expect(await runCli(args)).toMatchObject({ code: 0 })
    expect(await runCli(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('stays as it is') })
  })

  const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  const encrypted = String(
    pairs['P-256'].privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
  )
  it.each([
    ['an RSA key', rsa, [], 'no point on P-256 or X25519'],
    ['an encrypted PEM', encrypted, [], 'decrypt it first'],
    [
      'a broken PEM',
      '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
      [],
      'no key that can be read'
    ],
    ['a key that is too short', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), [], '32 bytes'],
    ['a text', 'secret', [], 'neither PEM nor'],
    [
      'a secret key for an application',
      JSON.stringify(secretJWK(1)),
      ['--for', 'application'],
      'for slots, index or mac'
    ],
    [
      'a key pair for slots',
      JSON.stringify(keyPair(1).privateJWK),
      ['--for', 'slots'],
      'for an application or an api'
    ],
    ['two keys for a MAC', keySetText(secretJWK(1), secretJWK(2)), ['--for', 'mac'], 'one key']
  ])('refuses %s, and shows none of it', async (_, text, args, message) => {
    const { code, stdout, stderr, out } = await importText(text, ...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^a0seal: ERR_KEY_SET: /)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('c2VjcmV0')
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('explains itself', async () => {
    expect((await runCli(['keys', 'import', '--help'])).stdout).toMatchInlineSnapshot(`
      "Usage: a0seal keys import [options] [file]

      take keys from elsewhere: PEM, a JWK (with or without a kid) or a JWKS, of 256
      bits, P-256 or X25519

      Arguments:
        file                 where they are; default standard input

      Options:
        --for <purpose>      what they are for: default slots for a secret key,
                             application for a key pair (choices: "slots",
                             "application", "api", "index", "mac")
        --out <file>         required: the new file, mode 0600; - for standard output,
                             if that is no terminal
        --public-out <file>  the new file for the public half of a key pair
        --json               print what was made as JSON, without the keys (default:
                             false)
        -h, --help           display help for command
      "
    `)
  })
})
