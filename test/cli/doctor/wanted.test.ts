import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readWanted } from '../../../lib/cli/doctor/wanted.js'
import { createFolders } from '../../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { writePolicy } from '../../fixtures/policies/text.js'

const emptyFolder = createFolders()

it('what is wanted has the ids of the keys that are here, and what other commands have to be told', async () => {
  const folder = join(await emptyFolder(), "a b's")
  await mkdir(folder)
  const config = await writePolicy(folder)
  const file = join(folder, 'keys.json')
  await writeFile(file, keySetText(secretJWK(1), secretJWK(0)), { mode: 0o600 })
  const options = { config, env: 'prod', keys: [{ name: 'A0SEAL_KEYS', file }] }
  const privateKey = keySetText(keyPair(1).privateJWK)
  const environment = { A0SEAL_KEYS: 'not read', A0SEAL_HR_WEB_KEY: privateKey, OTHER: 'not read' }
  const { wanted } = await readWanted(options, { domain: 'acme.eu.auth0.com', environment })
  expect(wanted.keys).toEqual({
    A0SEAL_KEYS: { kids: [secretJWK(1).kid, secretJWK(0).kid], problems: [] },
    A0SEAL_HR_WEB_KEY: { kids: [keyPair(1).publicJWK.kid], problems: [] }
  })
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  expect(wanted.options).toBe(
    ` --config ${quoted(config)} --env prod --keys ${quoted(`A0SEAL_KEYS=${file}`)}`
  )
  expect(JSON.stringify(wanted)).not.toContain(secretJWK(1).k)

  const wrong = { domain: '', environment: { A0SEAL_HR_WEB_KEY: keySetText(secretJWK(1)) } }
  const { keys, unset } = (await readWanted({ ...options, keys: [] }, wrong)).wanted
  expect(keys).toEqual({
    A0SEAL_HR_WEB_KEY: { kids: [], problems: [expect.stringContaining('these are secret keys')] }
  })
  expect([wanted.unset, unset]).toEqual([[], ['A0SEAL_KEYS']])
})
