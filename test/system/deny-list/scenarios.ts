import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, importJWK, type JWTPayload, jwtDecrypt } from 'jose'
import { expect } from 'vitest'
import type { Outcome } from '../../../docs/deny-list-table.js'
import type { Runtime } from '../../../lib/runtime/runtime.js'
import { createRuntime } from '../../../lib/runtime/thread/pool.js'
import type { DeployedAction } from '../../../lib/runtime/types.js'
import {
  createCookieJar,
  type LoginOptions,
  type LoginResult,
  login,
  refresh
} from '../../../lib/tenant/client/login.js'
import { loadActions } from '../../../lib/tenant/development/load-actions.js'
import { builtInSeed } from '../../../lib/tenant/seed/built-in.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import { startTenant, type Tenant } from '../../../lib/tenant/start.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { action, ada } from '../../tenant/action.js'

/** Which half of a row: an Action that copies the attribute as it is, or a0seal. */
export type Side = 'alone' | 'sealed'

const namespace = 'https://acme.example/'
const policy = `
import { definePolicy } from 'a0seal'
const slots = {
  demographics: { attributes: ['gender'] },
  place: { attributes: ['address'] },
  naming: { attributes: ['name', 'nickname'], acceptLimitations: true },
  mail: { attributes: ['email'], acceptLimitations: true },
  identity: { userMetadata: ['national_id'] }
}
export default definePolicy(({ env }) => ({
  namespace: '${namespace}',
  slots,
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: Object.keys(slots).map(slot => ({
    slot, to: 'id_token', applications: ['hr-web'], ...(env === 'delegated' && { delegated: true })
  }))
}))
`

const { publicJWK, privateJWK } = keyPair(1)
const secrets = {
  '*': { A0SEAL_KEYS: keySetText(secretJWK(1)), A0SEAL_HR_WEB_KEY: keySetText(publicJWK) }
}
const built: Record<string, readonly DeployedAction[]> = {}

/** One for all scenarios: a thread takes longer to start than a tenant. */
let runtime: Runtime

/**
 * Builds the policy, into a folder that the caller removes. To be called before the first scenario.
 *
 * @returns what to call after the last one
 */
export const buildActions = async (folder: string): Promise<() => Promise<void>> => {
  runtime = createRuntime()
  const config = join(folder, 'a0seal.config.ts')
  await writeFile(config, policy)
  for (const env of ['dev', 'delegated']) {
    built[env] = (await loadActions({ config, env, seed: { secrets } })).actions
  }
  return () => runtime.stop()
}

const copied = ['gender', 'name', 'nickname', 'email']
const copyPlain = action(
  'copy-plain',
  `for (const name of ${JSON.stringify(copied)}) {
     if (event.user[name] !== undefined) api.idToken.setCustomClaim('${namespace}' + name, event.user[name])
   }`
)

const running: Tenant[] = []
/** To be called after each scenario. */
export const stopTenants = () => Promise.all(running.splice(0).map(tenant => tenant.stop()))

interface Setting {
  /** The deny list. Default: `gender`. */
  denied?: string[]
  /** Actions that interrupt the login. */
  between?: DeployedAction[]
  /** More options of the connection. */
  options?: Record<string, string | boolean>
  strategy?: string
  settings?: NonNullable<Seed['settings']>
  profile?: Record<string, string | object>
  user_metadata?: Record<string, string>
  app_metadata?: Record<string, string>
  env?: string
}

const start = async (side: Side, setting: Setting = {}): Promise<Tenant> => {
  const {
    denied = ['gender'],
    between = [],
    options,
    settings = {},
    env = 'dev',
    strategy = 'oidc'
  } = setting
  const [seal, ...others] = built[env] ?? []
  const [persona] = builtInSeed.personas
  if (!seal || !persona) throw new Error('nothing to start with')
  const { user_metadata = {}, app_metadata = {} } = setting
  const profile = { ...persona.profile, ...setting.profile } as typeof persona.profile
  const tenant = await startTenant({
    httpsPort: false,
    runtime,
    actions: side === 'alone' ? [...between, copyPlain] : [seal, ...between, ...others],
    seed: {
      connections: [
        {
          id: 'con_idp',
          name: 'acme-idp',
          strategy,
          options: { non_persistent_attrs: denied, ...options }
        }
      ],
      personas: [{ connection: 'acme-idp', profile, user_metadata, app_metadata }],
      settings
    }
  })
  running.push(tenant)
  return tenant
}

const signIn = (tenant: Tenant, options: Partial<LoginOptions> = {}): Promise<LoginResult> =>
  login(tenant, {
    client_id: 'hr-web',
    persona: ada,
    scope: 'openid profile email offline_access',
    onRedirect: url => new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`),
    ...options
  })

/** What the application finds in its ID token of an attribute: in a claim as it is, or in one it opens with its key. */
const read = async (
  side: Side,
  claims: JWTPayload | undefined,
  attribute: string,
  slot: string
): Promise<Outcome> => {
  if (!claims) throw new Error('the login failed')
  if (side === 'alone') return claims[`${namespace}${attribute}`] === undefined ? 'nothing' : 'the value'
  const released = claims[`${namespace}${slot}`]
  if (released === undefined || released === null) return 'nothing'
  const { payload } = await jwtDecrypt(String(released), await importJWK(privateJWK))
  const data = payload.data as Record<string, unknown>
  return data[attribute] === undefined ? 'nothing' : 'the value'
}

const gender = (side: Side, { claims }: { claims?: JWTPayload }) =>
  read(side, claims, 'gender', 'demographics')

/** Where a value lies that must not be stored: as it is, or in a slot. */
const stored = (tenant: Tenant, text: string, slot: string): Outcome => {
  if (tenant.search(text).profiles > 0) return 'stored in clear'
  return tenant.user(ada)?.app_metadata[`sealed_${slot}`] === undefined ? 'nothing' : 'stored sealed'
}

/** A sign-in that passes a page of its own: what the application gets of `gender`. */
const past = async (side: Side, page: string, setting: Setting): Promise<Outcome> => {
  const tenant = await start(side, setting)
  const result = await signIn(tenant)
  expect(result.visited).toContain(page)
  return gender(side, result)
}

const challenge = (call: string) => action('interrupt', call)
const leave = action(
  'interrupt',
  `if (api.redirect.canRedirect()) api.redirect.sendUserTo('https://terms.acme.example/')`,
  ''
)

/** What is sealed of this user, as an earlier login left it. */
const sealedBefore = async (): Promise<Record<string, string>> => {
  const tenant = await start('sealed')
  await signIn(tenant)
  return tenant.user(ada)?.app_metadata as Record<string, string>
}

const standardClaim = async (side: Side, name: string, setting: Setting = {}): Promise<Outcome> => {
  const tenant = await start(side, { denied: ['given_name', 'name', 'nickname'], ...setting })
  const { claims } = await signIn(tenant)
  if (!claims) throw new Error('the login failed')
  expect(claims.family_name).toBe('Fictional')
  return claims[name] === undefined ? 'nothing' : 'the value'
}

const ownClaim = async (side: Side, names: string[], slot: string): Promise<Outcome> => {
  const { claims } = await signIn(await start(side, { denied: names }))
  const [first, ...others] = await Promise.all(names.map(name => read(side, claims, name, slot)))
  for (const other of others) expect(other).toBe(first)
  return first ?? 'nothing'
}

/** The user logs in; later, in another browser, somebody from support acts as the user. */
const delegated = async (side: Side, setting: Setting = {}, scope = 'openid'): Promise<Outcome> => {
  const tenant = await start(side, { ...setting, settings: { delegation: 'parameter' } })
  await signIn(tenant)
  return gender(side, await signIn(tenant, { scope, parameters: { 'ext-actor': 'support|grace' } }))
}

/** PATCH of the connection, as an operator does it. */
const changeOptions = async (tenant: Tenant, options: object): Promise<void> => {
  const send = (url: string, method: string, body: object, headers: Record<string, string> = {}) =>
    fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    })
  const token = await send(`${tenant.issuer}oauth/token`, 'POST', {
    grant_type: 'client_credentials',
    ...tenant.management
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const authorization = `Bearer ${access_token}`
  const url = `${tenant.management.audience}connections/con_idp`
  expect((await send(url, 'PATCH', { options }, { authorization })).status).toBe(200)
}

/** How each row of the table is tried. */
export const scenarios: Record<string, (side: Side) => Promise<Outcome>> = {
  'sign-in': async side => gender(side, await signIn(await start(side))),

  'standard-claim': side => standardClaim(side, 'given_name'),

  'userinfo-record': async side => {
    const tenant = await start(side)
    await signIn(tenant)
    if (tenant.search('gender-of-ada').records > 0) return 'stored in clear'
    const [record] = tenant.records()
    return (record?.claims[`${namespace}demographics`] ?? null) === null ? 'nothing' : 'stored sealed'
  },

  sso: async side => {
    const tenant = await start(side)
    const { jar } = await signIn(tenant)
    const again = await signIn(tenant, { jar })
    expect(again.visited).toEqual(['/authorize'])
    return gender(side, again)
  },

  'sso-by-idp': async side => {
    const tenant = await start(side, { settings: { denyList: { useAuth0ForSso: false } } })
    const { jar } = await signIn(tenant)
    return gender(side, await signIn(tenant, { jar }))
  },

  silent: async side => {
    const tenant = await start(side)
    const { jar } = await signIn(tenant)
    return gender(side, await signIn(tenant, { jar, parameters: { prompt: 'none' } }))
  },

  refresh: async side => {
    const tenant = await start(side)
    const { tokens } = await signIn(tenant)
    const refresh_token = tokens?.refresh_token ?? ''
    const { id_token = '' } = await refresh(tenant, { client_id: 'hr-web', refresh_token })
    return gender(side, { claims: decodeJwt(id_token) })
  },

  redirect: async side => past(side, '/u/leave', { between: [leave] }),

  challenge: async side => {
    const enrolled = await past(side, '/u/mfa', {
      between: [challenge(`api.authentication.enrollWith({ type: 'otp' })`)]
    })
    const challenged = await past(side, '/u/mfa', {
      between: [challenge(`api.authentication.challengeWith({ type: 'otp' })`)]
    })
    expect(enrolled).toBe(challenged)
    return challenged
  },

  'mfa-enable': side => past(side, '/u/mfa', { between: [challenge(`api.multifactor.enable('any')`)] }),

  'mfa-policy': side => past(side, '/u/mfa', { settings: { mfa: 'policy' } }),

  'mfa-policy-strict': side =>
    past(side, '/u/mfa', { settings: { mfa: 'policy', denyList: { mfaPolicyHides: true } } }),

  'mfa-policy-strict-later': async side =>
    past(side, '/u/mfa', {
      settings: { mfa: 'policy', denyList: { mfaPolicyHides: true } },
      app_metadata: side === 'sealed' ? await sealedBefore() : {}
    }),

  'standard-claim-mfa': async side => {
    const kinds: Setting[] = [
      { settings: { mfa: 'policy' } },
      { between: [challenge(`api.multifactor.enable('any')`)] },
      { between: [challenge(`api.authentication.challengeWith({ type: 'otp' })`)] }
    ]
    for (const kind of kinds.slice(1)) expect(await standardClaim(side, 'given_name', kind)).toBe('nothing')
    return standardClaim(side, 'given_name', kinds[0])
  },

  name: async side => {
    expect(await standardClaim(side, 'nickname')).toBe('nothing')
    return standardClaim(side, 'name')
  },

  'name-claim': side => ownClaim(side, ['name', 'nickname'], 'naming'),

  email: side => ownClaim(side, ['email'], 'mail'),

  nested: async side => {
    const denied = [side === 'alone' ? 'address.street' : 'address']
    const tenant = await start(side, { denied, profile: { address: { street: 'street-of-ada' } } })
    await signIn(tenant)
    return stored(tenant, 'street-of-ada', 'place')
  },

  'user-metadata': async side => {
    const tenant = await start(side, {
      denied: ['user_metadata.national_id', 'national_id'],
      user_metadata: { national_id: 'national-id-of-ada' }
    })
    await signIn(tenant)
    return stored(tenant, 'national-id-of-ada', 'identity')
  },

  'stored-before': async side => {
    const tenant = await start(side, { denied: [] })
    await signIn(tenant)
    await changeOptions(tenant, {
      non_persistent_attrs: ['gender'],
      set_user_root_attributes: 'never_on_login'
    })
    await signIn(tenant)
    expect(tenant.user(ada)?.identities[0]?.profileData).not.toHaveProperty('gender')
    return stored(tenant, 'gender-of-ada', 'demographics')
  },

  delegation: side => delegated(side),
  'delegation-released': side => delegated(side, { env: 'delegated' }),
  passthrough: side => delegated(side, {}, 'openid passthrough'),
  impersonation: side => delegated(side),

  'saml-debug': async side => {
    const tenant = await start(side, { strategy: 'samlp', options: { debug: true } })
    await signIn(tenant, { jar: createCookieJar() })
    expect(tenant.search('gender-of-ada').profiles).toBe(0)
    return tenant.search('gender-of-ada').logs > 0 ? 'in the log, in clear' : 'nothing'
  }
}
