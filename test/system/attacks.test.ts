import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { generateSecretKey } from '../../lib/core/jwe/generate.js'
import { createReader } from '../../lib/reader/index.js'
import { createCookieJar, type DevelopmentTenant, login, startTenant } from '../../lib/tenant/index.js'
import { createFolders } from '../fixtures/folder.js'
import { useRuntime } from '../tenant/setup.js'

// Names a careless program trips over.
const names = ['constructor', 'toString', 'Größe in cm', 'urn:x:ссылка', 'a.b.c']
const namespace = 'https://odd.example/'
const policy = `import { definePolicy } from 'a0seal'
export default definePolicy({
  namespace: '${namespace}',
  slots: { constructor: { attributes: ${JSON.stringify(names)} } },
  applications: { valueOf: { client_id: 'hr-web', key: { secret: 'ODD_KEY' } } },
  release: [{ slot: 'constructor', to: 'id_token', applications: ['valueOf'] }]
})`

const personas = ['anna', 'bert'].map(name => ({
  connection: 'odd-idp',
  profile: {
    user_id: `oidc|odd-idp|${name}`,
    ...Object.fromEntries(names.map(key => [key, `${key} of ${name}`]))
  }
}))
const [anna = '', bert = ''] = personas.map(({ profile }) => profile.user_id)
const connections = [{ name: 'odd-idp', strategy: 'oidc', options: { non_persistent_attrs: names } }]
const folderOf = createFolders()
const client_id = 'hr-web'
const place = 'sealed_constructor'

describe('a tenant under somebody who does not mean well', () => {
  const runtime = useRuntime()
  let tenant: DevelopmentTenant
  const start = async (secrets?: Record<string, Record<string, string>>) => {
    const config = join(await folderOf(), 'policy.ts')
    await writeFile(config, policy)
    const seed = { tenant: 'odd', personas, connections, ...(secrets && { secrets }) }
    tenant = await startTenant({ config, seed, httpsPort: false, runtime })
  }
  afterEach(() => tenant.stop())

  const openedBy = async (persona: string, jar = createCookieJar()) => {
    const { claims = {} } = await login(tenant, { client_id, persona, jar })
    const reader = createReader({ keys: tenant.privateKeys.ODD_KEY, tenant: 'odd', recipient: client_id })
    return (await reader.open(claims[`${namespace}constructor`], { token: claims })).data
  }
  const of = (name: string) => Object.fromEntries(names.map(key => [key, `${key} of ${name}`]))
  const stored = (persona: string) => tenant.user(persona)?.app_metadata as Record<string, unknown>

  const patch = async (persona: string, app_metadata: Record<string, unknown>) => {
    const body = JSON.stringify({ grant_type: 'client_credentials', ...tenant.management })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${tenant.issuer}oauth/token`, { method: 'POST', headers, body })
    const { access_token } = (await answer.json()) as { access_token: string }
    const { status } = await fetch(`${tenant.management.audience}users/${encodeURIComponent(persona)}`, {
      method: 'PATCH',
      headers: { ...headers, authorization: `Bearer ${access_token}` },
      body: JSON.stringify({ app_metadata })
    })
    expect(status).toBe(200)
  }

  it('seals and releases attributes of any name', async () => {
    await start()
    expect(await openedBy(anna)).toEqual(of('anna'))
  })

  it('never shows one user what was sealed for another, and keeps the foreign value aside', async () => {
    await start()
    await openedBy(anna)
    const jar = createCookieJar()
    await openedBy(bert, jar)
    const foreign = stored(anna)[place]
    await patch(bert, { [place]: foreign })

    const silent = await login(tenant, { client_id, persona: bert, jar })
    expect(silent.claims).toHaveProperty([`${namespace}constructor`], null)
    expect(stored(bert)[place]).toBe(foreign)
    expect(await openedBy(bert)).toEqual(of('bert'))
    expect(stored(bert).sealed_lost_constructor).toBe(foreign)
  })

  it.each([['text'], [5], [{ v: 1 }], [['a']], ['x'.repeat(3000)]])(
    'replaces %j in the place of a value',
    async junk => {
      await start()
      await openedBy(anna)
      await patch(anna, { [place]: junk })
      expect(await openedBy(anna)).toEqual(of('anna'))
      expect(Object.keys(stored(anna))).toEqual([place])
    }
  )

  it('loses nothing in twenty logins of two users at once', async () => {
    await start()
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_, index) => openedBy(index % 2 ? anna : bert))
    )
    expect(opened).toEqual(opened.map((_, index) => of(index % 2 ? 'anna' : 'bert')))
    expect(Object.keys(stored(anna))).toEqual([place])
  })

  it('lets users in without the claim where the keys are broken, and stores nothing', async () => {
    await start({
      '*': { A0SEAL_KEYS: JSON.stringify({ keys: [{ ...generateSecretKey(), k: 'AAAA' }] }), ODD_KEY: '{}' }
    })
    const { claims } = await login(tenant, { client_id, persona: anna })
    expect(claims?.sub).toBe(anna)
    expect(claims).toHaveProperty([`${namespace}constructor`], null)
    expect(stored(anna) ?? {}).toEqual({})
    expect(
      tenant
        .executions()
        .flatMap(({ actions }) => actions.map(({ log }) => log))
        .join()
    ).toContain('ERR_KEY_SET')
  })
})
