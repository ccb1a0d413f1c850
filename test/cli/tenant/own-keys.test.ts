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
  const { secrets, privateKeys } = await readOwnKeys(files)
  expect(secrets.KEYS).toBe(text)
  for (const name of ['APP', 'API']) expect(JSON.parse(String(secrets[name]))).toEqual({ keys: [publicJWK] })
  expect(privateKeys).toEqual({ APP: privateJWK, API: privateJWK })
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
  const none = await fileWith('{"keys":[]}')
  await expect(readOwnKeys([{ name: 'KEYS', file: none }])).rejects.toMatchObject({ code: 'ERR_KEY_SET' })
})
