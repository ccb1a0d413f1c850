import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readOwnKeys } from '../../../lib/cli/tenant/own-keys.js'
import { createFolders } from '../../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const emptyFolder = createFolders()
const fileWith = async (text: string) => {
  const file = join(await emptyFolder(), 'keys.json')
  await writeFile(file, text, { mode: 0o600 })
  return file
}

test('a secret gets the text of its file, or the public half of a private key', async () => {
  const { publicJWK, privateJWK } = keyPair(1)
  const text = keySetText(secretJWK(1))
  const files = [
    { name: 'KEYS', file: await fileWith(`${text}\n`) },
    { name: 'APP', file: await fileWith(keySetText(privateJWK)) },
    { name: 'API', file: await fileWith(JSON.stringify(privateJWK)) }
  ]
  const { KEYS, APP, API } = await readOwnKeys(files)
  expect(KEYS?.('secret keys')).toEqual({ secret: text })
  for (const read of [APP, API]) {
    const { secret, privateKey } = read?.('public key') ?? {}
    expect(JSON.parse(String(secret))).toEqual({ keys: [publicJWK] })
    expect(privateKey).toEqual(privateJWK)
  }
  // A folder without a manifest does not say what its Actions take.
  expect(KEYS?.(undefined)).toEqual({ secret: text })
  expect(APP?.(undefined)).toMatchObject({ privateKey: privateJWK })
})

test('a secret of an Action of its own is any text', async () => {
  const { GREETING } = await readOwnKeys([{ name: 'GREETING', file: await fileWith('Welcome, {name}\n') }])
  expect(GREETING?.('own')).toEqual({ secret: 'Welcome, {name}' })
})

test('keys of a kind that the Actions do not take are refused, naming secret and file', async () => {
  const file = await fileWith(keySetText(secretJWK(1)))
  const { APP } = await readOwnKeys([{ name: 'APP', file }])
  expect(() => APP?.('public key')).toThrow(
    expect.objectContaining({
      code: 'ERR_KEY_MODE',
      message: `ERR_KEY_MODE: --keys APP=${file}: these are secret keys, and public keys are wanted`
    })
  )
})

test('a file that others can read, one that holds no keys, and a name that is there twice are refused', async () => {
  const file = await fileWith(keySetText(secretJWK(1)))
  const twice = [
    { name: 'KEYS', file },
    { name: 'KEYS', file }
  ]
  await expect(readOwnKeys(twice)).rejects.toMatchObject({ code: 'ERR_USAGE' })
  await chmod(file, 0o644)
  await expect(readOwnKeys([{ name: 'KEYS', file }])).rejects.toMatchObject({
    code: 'ERR_USAGE',
    message: expect.stringContaining('others than its owner can read it')
  })
  const none = await readOwnKeys([{ name: 'KEYS', file: await fileWith('{"keys":[]}') }])
  for (const content of ['secret keys', undefined] as const)
    expect(() => none.KEYS?.(content)).toThrow(expect.objectContaining({ code: 'ERR_KEY_SET' }))
})
