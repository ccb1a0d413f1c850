import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Json } from '../../../lib/core/auth0/json.js'
import type { DeployedAction } from '../../../lib/runtime/types.js'
import { login } from '../../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { fortyOptions, restOf } from '../../admin/options.js'
import { runCli } from '../../cli/run.js'
import { createFolders } from '../../fixtures/folder.js'
import { useRuntime } from '../../tenant/setup.js'

const emptyFolder = createFolders()
const runtime = useRuntime()
const secret = 'TEST-SECRET-of-the-connection'
const options = Object.fromEntries(
  Object.entries(fortyOptions).filter(([name]) => name !== '__proto__')
) as Record<string, Json>

const action = (name: string, body = ''): DeployedAction => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => {${body}}`,
  secrets: {}
})

const connections = [
  {
    id: 'con_acme',
    name: 'acme-idp',
    strategy: 'oidc',
    display_name: 'Acme Workforce',
    realms: ['acme-idp', 'workforce'],
    options: { ...options, non_persistent_attrs: ['kept.by.others'] }
  },
  { id: 'con_bank', name: 'bank', strategy: 'samlp', options: { client_secret: secret, debug: true } },
  {
    id: 'con_users',
    name: 'users',
    strategy: 'auth0',
    options: { set_user_root_attributes: 'never_on_login' as const }
  }
]
const persona = {
  connection: 'acme-idp',
  profile: { user_id: 'oidc|acme-idp|ann', email: 'ann@acme.test', gender: 'gender-canary', city: 'stays' }
}

const policy = `import { definePolicy } from 'a0seal'
export default definePolicy(({ env }) => ({
  namespace: 'https://acme.example/',
  slots: {
    all: { attributes: ['gender', ...(env === 'prod' ? ['ethnicity'] : [])] },
    bank: { attributes: [{ name: 'iban', from: ['https://bank.example/claims/iban'], connections: ['bank'] }] }
  }
}))`

type Call = (...args: string[]) => ReturnType<typeof runCli>

interface Stage {
  tenant: Tenant
  run: Call
  /** With a token that lacks these scopes. */
  runWithout(scopes: readonly string[]): Promise<Call>
  /** What the Management API shows of a connection, as text. */
  connection(id: string): Promise<Record<string, unknown>>
}

/** The Actions here seal nothing: logins that do are in deny-list-login.test.ts. */
const withoutLogin = (args: readonly string[]): string[] => [
  'deny-list',
  ...args,
  ...(args[0] === 'show' ? [] : ['--without-login'])
]

let running: Tenant | undefined
afterEach(() => running?.stop())

const neededScopes = [
  'read:connections',
  'read:connections_options',
  'update:connections',
  'update:connections_options',
  'read:actions',
  'read:mfa_policies'
]

const start = async ({
  actions = [action('seal-attributes')],
  mfa = 'off' as 'off' | 'policy'
} = {}): Promise<Stage> => {
  const seed = { connections, personas: [persona], settings: { mfa } }
  const tenant = await startTenant({ actions, seed, httpsPort: false, runtime })
  running = tenant
  const { issuer, management } = tenant
  const address = { AUTH0_DOMAIN: new URL(issuer).host }
  /** The command speaks HTTPS only; this tenant has no certificate. */
  const overHttp: typeof fetch = (input, init) =>
    fetch(String(input instanceof Request ? input.url : input).replace(/^https:/, 'http:'), init)
  const tokenWith = async (scopes: readonly string[]): Promise<string> => {
    const { client_id, client_secret, audience } = management
    const body = {
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      audience,
      scope: scopes.join(' ')
    }
    const answer = await fetch(`${issuer}oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const credentials = {
    AUTH0_CLIENT_ID: management.client_id,
    AUTH0_CLIENT_SECRET: management.client_secret ?? ''
  }
  return {
    tenant,
    run: (...args) => runCli(withoutLogin(args), { ...address, ...credentials }, { fetch: overHttp }),
    async runWithout(scopes) {
      const token = await tokenWith(neededScopes.filter(scope => !scopes.includes(scope)))
      return (...args) =>
        runCli(withoutLogin(args), { ...address, AUTH0_ACCESS_TOKEN: token }, { fetch: overHttp })
    },
    async connection(id) {
      const headers = { authorization: `Bearer ${await tokenWith(neededScopes)}` }
      const answer = await fetch(`${issuer}api/v2/connections/${id}`, { headers })
      return (await answer.json()) as Record<string, unknown>
    }
  }
}

const policyFile = async (): Promise<string> => {
  const file = join(await emptyFolder(), 'policy.ts')
  await writeFile(file, policy)
  return file
}
const optionsOf = async ({ connection }: Stage, id: string): Promise<string> =>
  JSON.stringify((await connection(id)).options)
const listOf = async (stage: Stage, id: string) => JSON.parse(await optionsOf(stage, id)).non_persistent_attrs

describe('a0seal deny-list, from plan to login', () => {
  it('plans, applies, is in step then, and the next login keeps the attribute out of the profile', async () => {
    const stage = await start()
    const args = ['--config', await policyFile(), '--connection', 'acme-idp']

    const planned = await stage.run('plan', ...args)
    expect(planned).toMatchObject({ code: 1, stderr: '' })
    expect(planned.stdout).toMatchInlineSnapshot(`
      "  ! no login was looked for: if sealing does not work here, what is denied is lost at each login
      acme-idp (oidc, con_acme)
        + gender
        = kept.by.others (not wanted; --remove takes it off)
        ! iban, https://bank.example/claims/iban: the policy names other connections for it: where this one sends it, it is stored in clear
        ! kept.by.others: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
      1 to change.
      "
    `)
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others'])

    const applied = await stage.run('apply', ...args)
    expect(applied).toMatchObject({ code: 0, stderr: '' })
    expect(applied.stdout).toMatchInlineSnapshot(`
      "  ! no login was looked for: if sealing does not work here, what is denied is lost at each login
      acme-idp (oidc, con_acme)
        + gender
        = kept.by.others (not wanted; --remove takes it off)
        ! iban, https://bank.example/claims/iban: the policy names other connections for it: where this one sends it, it is stored in clear
        ! kept.by.others: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
        written, and read back
      "
    `)

    const again = await stage.run('plan', ...args)
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatchInlineSnapshot(`
      "acme-idp (oidc, con_acme): in step
        = kept.by.others (not wanted; --remove takes it off)
        ! iban, https://bank.example/claims/iban: the policy names other connections for it: where this one sends it, it is stored in clear
        ! kept.by.others: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
      Nothing to change.
      "
    `)

    await login(stage.tenant, { client_id: 'hr-web', persona: persona.profile.user_id })
    const stored = JSON.stringify(stage.tenant.user(persona.profile.user_id))
    expect(stored).toContain('stays')
    expect(stored).not.toContain('gender-canary')
  })

  it('leaves 40 other options byte for byte, display_name and realms too', async () => {
    const stage = await start()
    const before = await stage.connection('con_acme')
    const rest = restOf(JSON.stringify(before.options))
    expect(Object.keys(JSON.parse(rest))).toHaveLength(39)
    expect(await stage.run('apply', '--attributes', 'gender', '--connection', 'con_acme')).toMatchObject({
      code: 0
    })
    const after = await stage.connection('con_acme')
    expect(restOf(JSON.stringify(after.options))).toBe(rest)
    expect({ ...after, options: 0 }).toEqual({ ...before, options: 0 })
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others', 'gender'])
  })

  it('writes to each connection the names that are for it, in the environment it is told', async () => {
    const stage = await start()
    const { code, stdout } = await stage.run(
      'apply',
      '--config',
      await policyFile(),
      '--env',
      'prod',
      '--all',
      '--json'
    )
    expect(code).toBe(0)
    const { connections: reported } = JSON.parse(stdout)
    expect(reported.map(({ add, outcome }: Record<string, unknown>) => [add, outcome])).toEqual([
      [['gender', 'ethnicity'], { outcome: 'written' }],
      [['gender', 'ethnicity', 'iban', 'https://bank.example/claims/iban'], { outcome: 'written' }],
      [['gender', 'ethnicity'], { outcome: 'written' }]
    ])
    const elsewhere = (reported as { limitations: { code: string; attributes?: string[] }[] }[]).map(
      ({ limitations }) => limitations.find(({ code }) => code === 'other-connections')?.attributes
    )
    const ibans = ['iban', 'https://bank.example/claims/iban']
    expect(elsewhere).toEqual([ibans, undefined, ibans])
    expect(await listOf(stage, 'con_bank')).toEqual([
      'gender',
      'ethnicity',
      'iban',
      'https://bank.example/claims/iban'
    ])
  })

  it('takes off what is not wanted only where it is told to', async () => {
    const stage = await start()
    const args = ['--attributes', 'gender', '--connection', 'acme-idp']
    await stage.run('apply', ...args)
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others', 'gender'])
    const planned = await stage.run('plan', ...args, '--remove')
    expect(planned.code).toBe(1)
    expect(planned.stdout).toContain('  - kept.by.others')
    expect(await stage.run('apply', ...args, '--remove')).toMatchObject({ code: 0 })
    expect(await listOf(stage, 'con_acme')).toEqual(['gender'])
  })

  it('shows the lists', async () => {
    const { run } = await start()
    expect((await run('show', '--all')).stdout).toMatchInlineSnapshot(`
      "acme-idp (oidc, con_acme)
        kept.by.others
      bank (samlp, con_bank)
      users (auth0, con_users)
      "
    `)
    const { stdout } = await run('show', '--connection', 'bank', '--connection', 'con_bank', '--json')
    expect(JSON.parse(stdout).connections).toEqual([
      { id: 'con_bank', name: 'bank', strategy: 'samlp', denyList: [], problems: [] }
    ])
  })

  it('shows no secret of a connection, whatever it prints', async () => {
    const { run } = await start()
    const wanted = ['--attributes', 'gender', '--all']
    const calls = [
      ['show', '--all', '--json'],
      ['plan', ...wanted],
      ['apply', ...wanted, '--json'],
      ['plan', ...wanted]
    ]
    for (const args of calls) {
      const { stdout, stderr } = await run(...args)
      expect(stdout).toContain('acme-idp')
      expect(stdout + stderr).not.toContain('TEST-SECRET')
      expect(stdout + stderr).not.toContain('upstream-client')
    }
  })
})

describe('a0seal deny-list apply writes nothing', () => {
  const args = ['apply', '--attributes', 'gender', '--all']

  it('without read:connections_options, and says so', async () => {
    const stage = await start()
    const before = await optionsOf(stage, 'con_acme')
    const run = await stage.runWithout(['read:connections_options'])
    const { code, stdout } = await run(...args)
    expect(code).toBe(1)
    expect(stdout).toContain('the token lacks read:connections_options')
    expect(stdout).toContain('Nothing is written')
    expect(await optionsOf(stage, 'con_acme')).toBe(before)
    expect(await run('show', '--all')).toMatchObject({ code: 1 })
  })

  it('without update:connections_options, and says so', async () => {
    const stage = await start()
    const before = await optionsOf(stage, 'con_acme')
    const { code, stdout } = await (await stage.runWithout(['update:connections_options']))(...args)
    expect(code).toBe(1)
    expect(stdout).toContain(
      'FAILED: PATCH /connections/con_acme: 403, the token needs update:connections and'
    )
    expect(stdout).toContain('not tried')
    expect(await optionsOf(stage, 'con_acme')).toBe(before)
  })

  it.each([
    [
      'seal-attributes is not bound',
      { actions: [action('other')] },
      [],
      'seal-attributes is not bound to post-login'
    ],
    ['its binding cannot be seen', {}, ['read:actions'], 'it needs read:actions']
  ])('where %s, unless --without-seal', async (_, stageOptions, missing, message) => {
    const stage = await start(stageOptions)
    const run = await stage.runWithout(missing)
    const { code, stdout } = await run(...args)
    expect(code).toBe(1)
    expect(stdout).toContain(message)
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others'])
    expect(await run('plan', ...args.slice(1))).toMatchObject({ code: 1 })
    expect(await run(...args, '--without-seal')).toMatchObject({ code: 0 })
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others', 'gender'])
  })

  it('where a name is too long for Auth0', async () => {
    const stage = await start()
    const { code, stdout } = await stage.run('apply', '--attributes', `${'a'.repeat(256)},gender`, '--all')
    expect(code).toBe(1)
    expect(stdout).toContain('more than the 255 characters')
    expect(await listOf(stage, 'con_acme')).toEqual(['kept.by.others'])
  })
})

describe('a0seal deny-list plan warns', () => {
  it('of each limitation that applies', async () => {
    const actions = [
      action('seal-attributes'),
      action('stepup', "api.authentication.challengeWith({ type: 'otp' })"),
      action('terms', "api.redirect.sendUserTo('https://terms.test/')")
    ]
    const { run } = await start({ actions, mfa: 'policy' })
    const { stdout } = await run('plan', '--attributes', 'gender,nickname,email,address.street', '--all')
    expect(stdout).toMatchInlineSnapshot(`
      "  ! MFA is on (all-applications): denied attributes are missing from tokens, unless they are sealed and released
        ! stepup may ask for MFA: behind it denied attributes are missing, unless they were sealed before it and are released after it
        ! terms may redirect: behind it denied attributes are missing, unless they were sealed before it and are released after it
        ! no login was looked for: if sealing does not work here, what is denied is lost at each login
      acme-idp (oidc, con_acme)
        + gender
        + nickname
        + email
        + address.street
        = kept.by.others (not wanted; --remove takes it off)
        ! kept.by.others, address.street: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
        ! nickname: denied, it is missing from tokens too
        ! email: denied, it cannot be mapped into a custom claim
      bank (samlp, con_bank)
        + gender
        + nickname
        + email
        + address.street
        ! address.street: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
        ! nickname: denied, it is missing from tokens too
        ! email: denied, it cannot be mapped into a custom claim
        ! debug mode is on: the attributes are in the tenant logs
      users (auth0, con_users)
        + gender
        + nickname
        + email
        + address.street
        ! address.street: only whole root fields are denied: right if the identity provider sends a field of this very name, without effect if it is a path
        ! nickname: denied, it is missing from tokens too
        ! email: denied, it cannot be mapped into a custom claim
        ! set_user_root_attributes is never_on_login: what was stored before stays in the profile, and no API removes it
        ! a database of Auth0: its documentation does not say what a deny list does where Auth0 is the source
      12 to change.
      "
    `)
  })
})

describe('a0seal deny-list, wrongly used', () => {
  const credentials = { AUTH0_DOMAIN: 'localhost:1', AUTH0_ACCESS_TOKEN: 'TEST-TOKEN' }

  it.each([
    [['plan'], credentials, 'name connections with --connection, or say --all'],
    [['show'], credentials, 'name connections with --connection, or say --all'],
    [
      ['apply', '--all', '--connection', 'a'],
      credentials,
      'name connections with --connection, or say --all'
    ],
    [['plan', '--all', '--attributes', 'a', '--config', 'x'], credentials, 'cannot be used with'],
    [['plan', '--all', '--attributes', ' , '], credentials, 'names at least one attribute'],
    [['plan', '--all', '--token', 'x'], credentials, "unknown option '--token'"],
    [['plan', '--all', 'gender'], credentials, 'too many arguments'],
    [['plan', '--all'], {}, 'AUTH0_DOMAIN is not set'],
    [['plan', '--all'], { AUTH0_DOMAIN: 'http://a.test' }, 'AUTH0_DOMAIN is asked over HTTPS only'],
    [['show', '--all'], { AUTH0_DOMAIN: 'a.test', AUTH0_CLIENT_ID: 'a' }, 'AUTH0_CLIENT_SECRET, must be set'],
    [['remove'], credentials, "unknown command 'remove'"]
  ])('refuses %j', async (args, env, message) => {
    const { code, stdout, stderr } = await runCli(['deny-list', ...args], { ...env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('names the mistake in a policy, and does not ask the tenant', async () => {
    const file = join(await emptyFolder(), 'policy.ts')
    await writeFile(file, policy.replace("'gender'", "'user_id'"))
    const { code, stderr } = await runCli(['deny-list', 'plan', '--all', '--config', file], credentials)
    expect(code).toBe(1)
    expect(stderr).toContain('ERR_POLICY: slots.all.attributes[0]')
  })

  it('says that there is no such connection', async () => {
    const { run } = await start()
    for (const connection of ['nope', 'con_nope']) {
      const { code, stderr } = await run('show', '--connection', connection)
      expect(code).toBe(1)
      expect(stderr).toContain(connection)
    }
  })
})

describe('a0seal deny-list --help', () => {
  const help = async (...args: string[]) => (await runCli(['deny-list', ...args, '--help'])).stdout

  it('names the commands', async () => {
    expect(await help()).toMatchInlineSnapshot(`
      "Usage: a0seal deny-list [options] [command]

      keep the connections' deny lists in step with the policy

      Options:
        -h, --help       display help for command

      Commands:
        show [options]   print the deny lists as they are
        plan [options]   print what there is to do, and write nothing; exit code 1
                         where there is something
        apply [options]  bring the deny lists in step: all other options of a
                         connection stay as they are
        help [command]   display help for command
      "
    `)
  })

  it('explains show', async () => {
    expect(await help('show')).toMatchInlineSnapshot(`
      "Usage: a0seal deny-list show [options]

      print the deny lists as they are

      Options:
        --connection <name|id>  a connection; may be repeated
        --all                   all connections of the tenant (default: false)
        --json                  print one JSON document (default: false)
        -h, --help              display help for command

      The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
      AUTH0_CLIENT_SECRET. Scopes: read:connections, read:connections_options, read:actions, read:mfa_policies; to write also
      update:connections and update:connections_options.
      "
    `)
  })

  it('explains plan', async () => {
    expect(await help('plan')).toMatchInlineSnapshot(`
      "Usage: a0seal deny-list plan [options]

      print what there is to do, and write nothing; exit code 1 where there is
      something

      Options:
        --config <file>         the policy whose attributes belong on the deny list
        --env <name>            the environment handed to the policy (default: "dev")
        --attributes <names>    these instead, as identity providers send them: a,b
        --remove                also take off what is on the list and not wanted
                                (default: false)
        --keys <name=file>      keys of a slot; may be repeated
        --without-seal          even if seal-attributes is not bound: denied values
                                are lost then (default: false)
        --without-login         before a login was seen sealed: denied values are lost
                                if it does not work (default: false)
        --connection <name|id>  a connection; may be repeated
        --all                   all connections of the tenant (default: false)
        --json                  print one JSON document (default: false)
        -h, --help              display help for command

      Nothing is added before a login was seen that sealed it: somebody who signed in since seal-attributes was deployed, and whose
      stored value opens. That needs read:clients and read:users, and the keys of the slots, by --keys or in the environment.

      The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
      AUTH0_CLIENT_SECRET. Scopes: read:connections, read:connections_options, read:actions, read:mfa_policies; to write also
      update:connections and update:connections_options.
      "
    `)
  })

  it('explains apply', async () => {
    expect((await help('apply')).replace(await help('plan'), '')).toContain(
      'Usage: a0seal deny-list apply [options]'
    )
  })
})
