import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, jwtDecrypt } from 'jose'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { generateKeyPair, generateSecretKey } from '../../lib/core/jwe/generate.js'
import { login } from '../../lib/tenant/index.js'
import { builtInSeed } from '../../lib/tenant/seed/built-in.js'
import { type Cookies, httpLogin, httpRefresh, managementGet } from '../cli/http-login.js'
import { type RunningTenant, runCli, startHere, startTenantHere } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'
import { writeProject } from '../fixtures/own-actions.js'

// Nothing here is of the repository's own policy and seed: other names everywhere.
const policy = `import { definePolicy } from 'a0seal'
export default definePolicy(({ env }) => ({
  namespace: 'https://claims.zebra.example/' + env + '/',
  container: 'vault',
  slots: {
    health: { attributes: ['blood.type', { name: 'allergies', from: ['known_allergies'] }], keys: 'ZEBRA_KEYS' },
    ticket: { attributes: ['one_time_ticket'], keep: 'login', keys: 'ZEBRA_KEYS' }
  },
  applications: { clinic: { client_id: 'clinic-app', key: { secret: 'CLINIC_KEY' } } },
  release: [
    { slot: 'health', to: 'id_token', applications: ['clinic'] },
    { slot: 'ticket', to: 'id_token', applications: ['clinic'] }
  ],
  copy: { nickname_of_pet: 'string' }
}))`

const canaries = ['blood-type-canary', 'allergy-canary', 'ticket-canary']
const persona = 'oidc|zebra-idp|patient'
const form = { connection: 'zebra-idp', persona }
const clinicKey = generateKeyPair('X25519')

const zebraSeed = {
  tenant: 'zebra',
  connections: [
    {
      name: 'zebra-idp',
      strategy: 'oidc',
      options: { non_persistent_attrs: ['blood.type', 'known_allergies', 'one_time_ticket'] }
    }
  ],
  clients: [
    { client_id: 'clinic-app', client_secret: 'clinic-secret' },
    { client_id: 'billing-app', client_secret: 'billing-secret' }
  ],
  personas: [
    {
      connection: 'zebra-idp',
      profile: {
        user_id: persona,
        email: 'patient@zebra.example',
        'blood.type': canaries[0],
        known_allergies: [canaries[1], 'nuts'],
        one_time_ticket: canaries[2]
      },
      user_metadata: { nickname_of_pet: 'Stripes' }
    }
  ],
  secrets: {
    '*': {
      ZEBRA_KEYS: JSON.stringify({ keys: [generateSecretKey('A256KW')] }),
      CLINIC_KEY: JSON.stringify(clinicKey.publicKey)
    }
  }
}

const openForClinic = async (value: unknown): Promise<unknown> => {
  const { payload } = await jwtDecrypt(String(value), await importJWK(clinicKey.privateKey), {
    issuer: 'urn:auth0:zebra',
    subject: persona,
    audience: 'clinic-app',
    typ: 'a0seal-release+jwt'
  })
  return payload.data
}

describe('a0seal tenant, over plain HTTP, with a policy and a seed of its own', () => {
  let folder: string
  let tenant: RunningTenant
  const cookies: Cookies = new Map()
  const claim = (name: string) => `https://claims.zebra.example/staging/${name}`
  const health = { 'blood.type': canaries[0], allergies: [canaries[1], 'nuts'] }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
    await writeFile(join(folder, 'policy.ts'), policy)
    await writeFile(join(folder, 'seed.json'), JSON.stringify(zebraSeed))
    const files = ['--config', join(folder, 'policy.ts'), '--seed', join(folder, 'seed.json')]
    tenant = await startTenantHere([...files, '--env', 'staging'])
  })

  afterAll(async () => {
    const { code, stderr } = await tenant.stop()
    await rm(folder, { recursive: true, force: true })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('prints the seed that follows from its policy', async () => {
    const args = ['tenant', '--print-seed', '--config', join(folder, 'policy.ts'), '--env', 'staging']
    const { code, stdout } = await runCli(args)
    expect(code).toBe(0)
    const ids = JSON.parse(stdout).clients.map(({ client_id }: { client_id: string }) => client_id)
    expect(ids).toContain('clinic-app')
  })

  it('hands the attributes of the first sign-in to the right application, sealed', async () => {
    const { claims } = await httpLogin(tenant, { client_id: 'clinic-app', cookies, form })
    expect(await openForClinic(claims[claim('health')])).toEqual(health)
    expect(await openForClinic(claims[claim('ticket')])).toEqual({ one_time_ticket: canaries[2] })
    expect(claims[claim('nickname_of_pet')]).toBe('Stripes')
  })

  it('hands them on in single sign-on and on refresh, but not what was kept for one login', async () => {
    const again = await httpLogin(tenant, { client_id: 'clinic-app', cookies })
    const refreshed = await httpRefresh(tenant, 'clinic-app', again.refresh_token)
    for (const { claims } of [again, refreshed]) {
      expect(await openForClinic(claims[claim('health')])).toEqual(health)
      expect(claims[claim('ticket')]).toBeNull()
    }
  })

  it('gives another application the copied claim and nothing sealed', async () => {
    const { claims } = await httpLogin(tenant, { client_id: 'billing-app', cookies })
    expect(claims[claim('nickname_of_pet')]).toBe('Stripes')
    expect(claims[claim('health')]).toBeUndefined()
  })

  it('serves the claims of the last run at /userinfo', async () => {
    const { access_token, claims } = await httpLogin(tenant, { client_id: 'clinic-app', cookies })
    const headers = { authorization: `Bearer ${access_token}` }
    const answer = await fetch(new URL('userinfo', tenant.issuer), { headers })
    const userinfo = (await answer.json()) as Record<string, unknown>
    expect(userinfo[claim('health')]).toBe(claims[claim('health')])
    expect(userinfo[claim('nickname_of_pet')]).toBe('Stripes')
  })

  it('stores and logs nothing of them in clear, and writes the profile once', async () => {
    const before = await managementGet(tenant, `users/${encodeURIComponent(persona)}`)
    await httpLogin(tenant, { client_id: 'clinic-app', cookies: new Map(), form })
    const after = await managementGet(tenant, `users/${encodeURIComponent(persona)}`)
    const logs = await managementGet(tenant, 'logs')
    const stored = JSON.stringify([before, after, logs])
    for (const canary of canaries) expect(stored).not.toContain(canary)
    const metadata = (user: unknown) => (user as { app_metadata: unknown }).app_metadata
    expect(metadata(after)).toEqual(metadata(before))
    expect(Object.keys(metadata(after) as object)).toEqual(['vault_health'])
  })
})

describe('a0seal tenant, wrongly used', () => {
  it('refuses an option it does not know', async () => {
    const { code, stderr } = await runCli(['tenant', '--nope'])
    expect(code).toBe(2)
    expect(stderr).toContain("unknown option '--nope'")
  })

  it('refuses a port that is none', async () => {
    expect(await runCli(['tenant', '--port', '70000'])).toMatchObject({ code: 2 })
  })

  it('names the file of a seed that is not JSON, and none of its text', async () => {
    const { code, stderr } = await runCli(['tenant', '--seed', 'LICENSE', '--port', '0'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'a0seal: ERR_USAGE: LICENSE is not JSON: npx a0seal tenant --print-seed shows a seed\n'
    })
  })

  it.each([
    [
      ['--data', '/nope/s.json'],
      /^a0seal: ERR_USAGE: the data file \/nope\/s\.json cannot be written: \/nope is not there/
    ],
    [['--keys', 'A0SEAL_KEYS'], /it is NAME=FILE/],
    [['--keys', 'A0SEAL_KEYS=/nope/keys.json'], /^a0seal: ERR_USAGE: \/nope\/keys\.json: is not there/]
  ])('refuses %j at its start', async (args, message) => {
    const { code, stdout, stderr } = await runCli(['tenant', '--port', '0', ...args])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })

  it('does not start in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { code, stderr } = await runCli(['tenant', '--port', '0'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: [^\n]*NODE_ENV[^\n]*\n$/)
  })

  it('prints its seed as JSON', async () => {
    const { stdout: ofPolicy } = await runCli([
      'tenant',
      '--print-seed',
      '--config',
      'template/a0seal.config.ts'
    ])
    expect(JSON.parse(ofPolicy)).toMatchObject({ clients: expect.anything(), personas: expect.anything() })
    expect(JSON.parse(ofPolicy)).not.toEqual(builtInSeed)
    const { code, stdout } = await runCli(['tenant', '--print-seed'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveProperty('personas')
  })
})

describe('a0seal tenant, with a policy and nothing else', () => {
  const emptyFolder = createFolders()
  const lines = (text: string) => text.trimEnd().split('\n')

  /** What it says until it listens, with what differs from run to run replaced. */
  const introduction = async (args: string[]): Promise<string[]> => {
    const { stdout, stop } = startHere(['tenant', '--port', '0', ...args])
    await expect.poll(stdout, { interval: 5 }).toMatch(/\n {2}log in as[^\n]*\n {2}keys[^\n]*\n/)
    await stop()
    return lines(
      stdout()
        .replace(/localhost:\d+/g, 'HOST')
        .replace(/authority: [^)]+/, 'authority: FILE')
        .replace(/CLIENT_SECRET=\S+ NODE_EXTRA_CA_CERTS=\S+/, 'CLIENT_SECRET=RANDOM NODE_EXTRA_CA_CERTS=FILE')
    )
  }

  it('says in at most eight lines what to open, whom to log in as, and what is not right yet', async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'a0seal.config.ts'), policy)
    const said = await introduction(['--config', join(folder, 'a0seal.config.ts')])
    expect(said.map(line => line.replaceAll(folder, 'FOLDER'))).toMatchInlineSnapshot(`
      [
        "An Auth0 tenant for development, not for production. Open http://HOST/inspector (Ctrl-C stops it)",
        "  issuer        http://HOST/, over HTTPS https://HOST/ (authority: FILE)",
        "  tenant        acme-dev; commands reach it with AUTH0_DOMAIN=HOST AUTH0_CLIENT_ID=management AUTH0_CLIENT_SECRET=RANDOM NODE_EXTRA_CA_CERTS=FILE",
        "  applications  clinic-app, crm-web, spa, management",
        "  log in as     Ada Fictional, Grace Invented; linus@acme.example with the password development-password (made up from the policy, like the connections and applications: tenant --print-seed --config FILE prints them, --seed FILE takes your own)",
        "  keys          FOLDER/.a0seal/development-keys.json, for the inspector",
      ]
    `)
    expect(said.length).toBeLessThanOrEqual(8)
  }, 30_000)

  it('prints one line of JSON, and later a line for what is stored in clear and for each code, never a value', async () => {
    const folder = await emptyFolder()
    const config = join(folder, 'a0seal.config.ts')
    await writeFile(
      config,
      policy.replace("['blood.type',", "['blood.type', { name: 'scar', connections: ['er'] },")
    )
    const seed = join(folder, 'seed.json')
    const open = {
      name: 'zebra-idp',
      strategy: 'oidc',
      options: { non_persistent_attrs: ['known_allergies'] }
    }
    await writeFile(
      seed,
      JSON.stringify({ ...zebraSeed, connections: [open], secrets: { '*': { CLINIC_KEY: '{}' } } })
    )
    const tenant = await startTenantHere(['--config', config, '--seed', seed])
    expect(Object.keys(tenant).sort()).toEqual([
      'caFile',
      'clients',
      'httpsIssuer',
      'inspector',
      'issuer',
      'management',
      'personas',
      'stderr',
      'stop',
      'tenant'
    ])
    expect(tenant.tenant).toBe('zebra')
    await httpLogin(tenant, { client_id: 'clinic-app', cookies: new Map(), form })
    const { stderr } = await tenant.stop()
    expect(lines(stderr)).toEqual([
      expect.stringMatching(/^a0seal: WARN_OTHER_CONNECTIONS slots\.health\.attributes: /),
      expect.stringMatching(/^a0seal: unset secret: seal-attributes ZEBRA_KEYS: --keys NAME=FILE /),
      expect.stringMatching(/^a0seal: unset secret: release-attributes ZEBRA_KEYS: --keys NAME=FILE /),
      'a0seal: login to clinic-app: blood.type is stored in clear (mend it: npx a0seal deny-list apply --connection zebra-idp)',
      'a0seal: login to clinic-app: one_time_ticket is stored in clear (mend it: npx a0seal deny-list apply --connection zebra-idp)',
      'a0seal: login to clinic-app: seal-attributes ERR_NO_KEYS (mend it: npx a0seal keys generate --out keys.json)'
    ])
    for (const canary of canaries) expect(stderr).not.toContain(canary)
  }, 30_000)

  it('says which Action refused a login or a token and where to look at it, and nothing of what the Action said', async () => {
    const folder = await emptyFolder()
    const denying = `{ file: 'denying.ts' }`
    await writeProject(folder, {
      'a0seal.config.ts': policy.replace(
        "copy: { nickname_of_pet: 'string' }",
        `triggers: {
          'post-login': ['seal-attributes', ${denying}, 'release-attributes'],
          'credentials-exchange': [{ file: 'throwing.ts' }]
        }`
      ),
      'throwing.ts':
        "export const onExecuteCredentialsExchange = async () => { throw new Error('canary') }\n",
      'denying.ts': "export const onExecutePostLogin = async (event, api) => api.access.deny('canary')\n"
    })
    const tenant = await startTenantHere(['--config', join(folder, 'a0seal.config.ts')])
    const result = await login(tenant, {
      client_id: 'clinic-app',
      persona: tenant.personas[0]?.user_id ?? ''
    })
    expect(result.callback.get('error')).toBe('access_denied')
    const [, address = ''] = /: denying denied the login \(look at it: (\S+)\)\n/.exec(tenant.stderr()) ?? []
    const page = await fetch(address)
    expect(page.status).toBe(200)
    const form = { grant_type: 'client_credentials', ...tenant.management }
    const refused = await fetch(`${tenant.issuer}oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form)
    })
    expect(refused.status).toBe(500)
    expect(tenant.stderr()).toMatch(/a0seal: credentials-exchange: throwing failed: it threw[^\n]*\n/)
    const { stderr } = await tenant.stop()
    expect(stderr).not.toContain('canary')
  }, 30_000)

  it('says that placeholders of a folder without a manifest are no keys', async () => {
    const folder = await emptyFolder()
    await runCli(['build', '--out', folder])
    await rm(join(folder, 'manifest.json'))
    const tenant = await startTenantHere(['--actions', folder])
    const { stderr } = await tenant.stop()
    expect(lines(stderr)).toContainEqual(
      expect.stringMatching(/^a0seal: unset secret: seal-attributes A0SEAL_KEYS: --keys NAME=FILE /)
    )
    expect(tenant).not.toHaveProperty('keysFile')
  }, 30_000)
})
