import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { developmentKeys, runFlow } from '../../lib/testing/index.js'
import { builtPolicy } from '../fixtures/built.js'

const claim = 'https://acme.example/demographics'
const event = { client: { client_id: 'hr-web' }, user: { gender: 'f' } }

let folder = ''
let config = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a0seal-keys-'))
  config = join(folder, 'a0seal.config.mjs')
  await writeFile(
    config,
    `import { definePolicy } from 'a0seal'
    export default definePolicy({
      namespace: 'https://acme.example/',
      slots: { demographics: { attributes: ['gender'] } },
      applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
      release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }]
    })`
  )
})
afterAll(() => rm(folder, { recursive: true }))

it('are all that a policy needs to run, and what it releases opens with them', async () => {
  const { secrets, privateKeys } = await developmentKeys({ config })
  const { claims, logs } = await runFlow({ config }, { event, secrets })
  expect(logs).toEqual([])
  const reader = createReader({
    keys: privateKeys.A0SEAL_HR_WEB_KEY ?? '',
    tenant: 'acme-test',
    recipient: 'hr-web',
    now: () => Date.parse('2026-01-01T12:00:00.000Z')
  })
  const token = { sub: 'auth0|test-user-1', iat: Date.parse('2026-01-01T12:00:00.000Z') / 1000 }
  expect(await reader.open(claims.idToken[claim], { token })).toMatchObject({ data: { gender: 'f' } })
})

it('are those of a folder that was built, and new ones each time', async () => {
  const source = { folder: builtPolicy('ours') }
  const [one, other] = [await developmentKeys(source), await developmentKeys(source)]
  expect(Object.keys(one.secrets)).toEqual(['A0SEAL_KEYS', 'A0SEAL_HR_WEB_KEY'])
  expect(one.secrets.A0SEAL_HR_WEB_KEY).not.toContain('"d"')
  expect(one).not.toEqual(other)
  await expect(developmentKeys({ folder })).rejects.toThrow('has no manifest.json')
})
