import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { generateKeyPair, generateSecretKey } from '../../lib/core/jwe/generate.js'
import { readActions } from '../../lib/tenant/actions/read-folder.js'
import { createCookieJar, login, refresh, userinfo } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { useRuntime } from '../tenant/setup.js'

const persona = 'oidc|canary-idp|bird'
const attributes = ['gender-canary', 'ethnicity-canary', 'token-canary'] as const
const key = generateSecretKey()
const pair = generateKeyPair()
const right = {
  A0SEAL_KEYS: JSON.stringify({ keys: [key] }),
  A0SEAL_HR_WEB_KEY: JSON.stringify({ keys: [pair.publicKey] })
}
const seed = {
  connections: [
    {
      name: 'canary-idp',
      strategy: 'oidc',
      options: { non_persistent_attrs: ['gender', 'ethnicity', 'https://acme.com/temporary_idtoken'] }
    }
  ],
  personas: [
    {
      connection: 'canary-idp',
      profile: {
        user_id: persona,
        gender: attributes[0],
        ethnicity: { nested: [attributes[1]] },
        'https://acme.com/temporary_idtoken': attributes[2]
      }
    }
  ]
}

/** What may be wrong with the secrets, and the code that must be in the log. */
const wrong: [what: string, secrets: Record<string, string>, code: string | undefined][] = [
  ['nothing', right, undefined],
  ['no keys', { A0SEAL_HR_WEB_KEY: right.A0SEAL_HR_WEB_KEY }, 'ERR_NO_KEYS'],
  ['keys that are not JSON', { ...right, A0SEAL_KEYS: 'secret-canary' }, 'ERR_KEY_SET'],
  [
    'keys under another kid',
    { ...right, A0SEAL_KEYS: JSON.stringify({ keys: [{ ...key, kid: 'x' }] }) },
    'ERR_KEY_SET'
  ],
  [
    'public keys in the place of secret ones',
    { ...right, A0SEAL_KEYS: right.A0SEAL_HR_WEB_KEY },
    'ERR_KEY_MODE'
  ],
  [
    'a private key in the place of a public one',
    { ...right, A0SEAL_HR_WEB_KEY: JSON.stringify(pair.privateKey) },
    'ERR_PRIVATE_KEY'
  ],
  ['a recipient key that is not mapped', { A0SEAL_KEYS: right.A0SEAL_KEYS }, 'ERR_NO_KEYS']
]

const canaries = [...attributes, String(key.k), String(pair.privateKey.d), 'secret-canary']

describe('canaries in attributes and secrets', () => {
  const runtime = useRuntime()
  let folder: string
  const texts: string[] = []

  const logInEverywhere = async (tenant: Tenant): Promise<void> => {
    const jar = createCookieJar()
    const first = await login(tenant, {
      client_id: 'hr-web',
      persona,
      jar,
      scope: 'openid profile email offline_access'
    })
    const again = await login(tenant, { client_id: 'crm-web', persona, jar })
    const { access_token = '', refresh_token = '' } = first.tokens ?? {}
    const refreshed = await refresh(tenant, { client_id: 'hr-web', refresh_token })
    const profile = await userinfo(tenant, access_token)
    const decoded = [first, again].map(({ claims, callback }) => [claims, String(callback)])
    const stored = [tenant.user(persona), tenant.records(), tenant.logs(), tenant.executions()]
    texts.push(JSON.stringify([decoded, refreshed, profile, stored]))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a0seal-canary-'))
    Object.assign(process.env, right) // a build must not pick secrets up from its environment
    await build({ out: folder })
    for (const name of Object.keys(right)) delete process.env[name]
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(wrong)('stay out of sight with %s wrong', async (_what, secrets, code) => {
    texts.length = 0
    const tenant = await startTenant({
      actions: await readActions(folder, { '*': secrets }),
      seed,
      httpsPort: false,
      runtime
    })
    try {
      await logInEverywhere(tenant)
      const found = canaries.map(canary =>
        Object.values(tenant.search(canary)).reduce((sum, n) => sum + n, 0)
      )
      expect(found).toEqual(canaries.map(() => 0))
      const lines = tenant.executions().flatMap(({ actions }) => actions.map(({ log }) => log))
      expect(lines.filter(line => line.length > 256)).toEqual([])
      if (code) expect(lines.join('\n')).toContain(code)
      else expect(lines.join('')).toBe('')
    } finally {
      await tenant.stop()
    }
    for (const canary of canaries) expect(texts.join('\n')).not.toContain(canary)
  })

  it('are in no file of a build', async () => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const file of files.filter(entry => entry.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'utf8')
      for (const canary of canaries) expect(text).not.toContain(canary)
    }
  })
})
