import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSecrets } from '../../../lib/cli/deploy/secrets.js'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import type { ActionSecrets, SecretContent } from '../../../lib/core/policy/secrets.js'
import { createFolders } from '../../fixtures/folder.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const emptyFolder = createFolders()
const { publicJWK, privateJWK } = keyPair(1)
const macKey = Buffer.from('a0seal TEST KEY of a MAC'.padEnd(32, '.')).toString('base64url')
const load = (content: SecretContent, text: string | undefined) =>
  loadSecrets({ ONE: content }, { files: [], env: { ONE: text } })

describe('the secrets of a deploy', () => {
  it.each<[SecretContent, string, string[]]>([
    ['secret keys', keySetText(secretJWK(1), secretJWK(2)), [secretJWK(1).kid ?? '', secretJWK(2).kid ?? '']],
    ['secret keys', JSON.stringify(secretJWK(1)), [secretJWK(1).kid ?? '']],
    ['public keys', keySetText(publicJWK), [publicJWK.kid ?? '']],
    ['public key', JSON.stringify(publicJWK), [publicJWK.kid ?? '']],
    ['index keys', keySetText(indexJWK(1)), [indexJWK(1).kid ?? '']],
    ['MAC key', macKey, [keyId({ kty: 'oct', k: macKey })]]
  ])('are %s with their ids', async (content, text, kids) => {
    expect(await load(content, `${text}\n`)).toEqual({ values: { ONE: text }, kids: { ONE: kids } })
  })

  it('are anything, without ids, for an Action of one’s own', async () => {
    expect(await load('own', ' TEST-anything\n')).toEqual({ values: { ONE: 'TEST-anything' }, kids: {} })
  })

  it('may be base64url of the JSON, as Actions take them', async () => {
    const text = keySetText(secretJWK(1))
    expect((await load('secret keys', Buffer.from(text).toString('base64url'))).values).toEqual({ ONE: text })
  })

  it('never hold the private half of a key pair', async () => {
    const { values, kids } = await load('public key', keySetText(privateJWK))
    expect(kids).toEqual({ ONE: [publicJWK.kid] })
    expect(values.ONE).not.toContain(privateJWK.d)
  })

  it('are named by their thumbprint where the name from elsewhere cannot stand in a first line', async () => {
    const { kids } = await load('public key', keySetText({ ...publicJWK, kid: 'hr, 2026 =1' }))
    expect(kids).toEqual({ ONE: [keyId(publicJWK)] })
  })

  it.each<[SecretContent, string | undefined, string]>([
    ['secret keys', undefined, 'ERR_NO_KEYS'],
    ['secret keys', '##ONE##', 'ERR_NO_KEYS'],
    ['own', '', 'ERR_NO_KEYS'],
    ['secret keys', keySetText(publicJWK), 'ERR_KEY_MODE'],
    ['secret keys', keySetText(privateJWK), 'ERR_KEY_MODE'],
    ['public keys', keySetText(secretJWK(1)), 'ERR_KEY_MODE'],
    ['MAC key', keySetText(secretJWK(1)), 'ERR_KEY_MODE'],
    ['index keys', keySetText(secretJWK(1)), 'ERR_KEY_MODE'],
    ['secret keys', keySetText({ ...secretJWK(1), kid: 'wrong' }), 'ERR_KEY_SET'],
    ['secret keys', 'TEST-no-keys', 'ERR_KEY_SET'],
    ['own', 'x'.repeat(4097), 'ERR_USAGE']
  ])('for %s are not %j: %s', async (content, text, code) => {
    const error = await load(content, text).catch(thrown => thrown)
    expect(error.code).toBe(code)
    expect(error.message).not.toContain('TEST-no-keys')
    for (const { k } of [secretJWK(1)]) expect(error.message).not.toContain(k)
  })

  it('come from a file rather than from the environment, and name all that are missing', async () => {
    const file = join(await emptyFolder(), 'keys.json')
    await writeFile(file, keySetText(secretJWK(2)), { mode: 0o600 })
    const wanted: ActionSecrets = { ONE: 'secret keys', TWO: 'own', THREE: 'own' }
    const env = { ONE: keySetText(secretJWK(1)) }
    const named = { name: 'ONE', file }
    const { kids } = await loadSecrets({ ONE: 'secret keys' }, { files: [named], env })
    expect(kids).toEqual({ ONE: [secretJWK(2).kid] })
    await expect(loadSecrets(wanted, { files: [named], env })).rejects.toThrow(
      /^ERR_NO_KEYS: TWO, THREE: name a file with --keys NAME=FILE.*; an Action that .* is \{ deployed: '<its name>' \} in triggers$/
    )
    await expect(loadSecrets({ TWO: 'MAC key' }, { files: [], env: {} })).rejects.toThrow(
      /set the variable of that name$/
    )
    await expect(loadSecrets({ ONE: 'secret keys' }, { files: [named, named], env })).rejects.toThrow(
      'ERR_USAGE: --keys names ONE twice'
    )
  })
})
