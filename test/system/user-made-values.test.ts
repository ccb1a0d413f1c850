import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createCookieJar,
  type DevelopmentTenant,
  login,
  startTenant,
  userinfo
} from '../../lib/tenant/index.js'
import { createFolders } from '../fixtures/folder.js'
import { useRuntime } from '../tenant/setup.js'

const namespace = 'https://made.example/'
const persona = 'oidc|made-idp|anna'
const client_id = 'hr-web'
const clear = { to: 'id_token', form: 'clear', storedInClear: true }
const folderOf = createFolders()

const runtime = useRuntime()
let tenant: DevelopmentTenant | undefined
afterEach(async () => {
  await tenant?.stop()
  tenant = undefined
})

interface Start {
  policy: object
  profile?: object
  user_metadata?: Record<string, unknown>
  /** More of the seed. */
  seed?: object
}

/** A tenant with this policy, and one person whose identity provider sends this profile. */
const start = async ({ policy, profile = {}, user_metadata, seed }: Start): Promise<DevelopmentTenant> => {
  const config = join(await folderOf(), 'policy.ts')
  const text = JSON.stringify({ namespace, applications: { app: { client_id } }, ...policy })
  await writeFile(config, `import { definePolicy } from 'a0seal'\nexport default definePolicy(${text})`)
  const personas = [
    {
      connection: 'made-idp',
      profile: { user_id: persona, ...profile },
      ...(user_metadata && { user_metadata })
    }
  ]
  const connections = [
    { name: 'made-idp', strategy: 'oidc', options: { non_persistent_attrs: Object.keys(profile) } }
  ]
  tenant = await startTenant({
    config,
    seed: { tenant: 'made', personas, connections, ...seed } as never,
    httpsPort: false,
    runtime
  })
  return tenant
}

const codeOfStart = async (policy: object): Promise<unknown> => {
  try {
    await start({ policy })
    return 'started'
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

const patch = async (running: DevelopmentTenant, app_metadata: Record<string, unknown>): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ grant_type: 'client_credentials', ...running.management })
  const answer = await fetch(`${running.issuer}oauth/token`, { method: 'POST', headers, body })
  const { access_token } = (await answer.json()) as { access_token: string }
  const { status } = await fetch(`${running.management.audience}users/${encodeURIComponent(persona)}`, {
    method: 'PATCH',
    headers: { ...headers, authorization: `Bearer ${access_token}` },
    body: JSON.stringify({ app_metadata })
  })
  expect(status).toBe(200)
}

describe('what a user made, in a real login,', () => {
  const slots = { i: { userMetadata: [{ name: 'bio', type: 'string', max: 20 }] } }
  const release = [{ slot: 'i', applications: ['app'], ...clear }]

  it('leaves in clear as the policy says of it', async () => {
    const running = await start({ policy: { slots, release }, user_metadata: { bio: 'chess player' } })
    const { claims } = await login(running, { client_id, persona })
    expect(claims?.[`${namespace}bio`]).toBe('chess player')
  })

  it.each([[['admin']], ['x'.repeat(21)], [true]])(
    'does not leave where it is something else: %j',
    async bio => {
      const running = await start({ policy: { slots, release }, user_metadata: { bio } })
      const { claims, tokens } = await login(running, { client_id, persona })
      expect(claims?.[`${namespace}bio`] ?? null).toBeNull()
      expect((await userinfo(running, tokens?.access_token ?? ''))[`${namespace}bio`] ?? null).toBeNull()
      expect(running.user(persona)?.app_metadata ?? {}).toEqual({})
    }
  )

  it('needs a type to leave in clear, and no name that reads like a right', async () => {
    expect(await codeOfStart({ slots: { i: { userMetadata: ['bio'] } }, release })).toBe('ERR_POLICY')
    const roles = { i: { userMetadata: [{ name: 'roles', type: 'string[]' }] } }
    expect(await codeOfStart({ slots: roles, release })).toBe('ERR_POLICY')
    const asVerified = release.map(rule => ({ ...rule, as: 'email_verified' }))
    expect(await codeOfStart({ slots, release: asVerified })).toBe('ERR_POLICY')
  })

  it.each(['isAdmin', 'is_admin', 'user_role', 'orgId', 'subscription_plan', 'roles '])(
    'is not copied as %j: nothing starts with such a policy',
    async name => {
      expect(await codeOfStart({ copy: { [name]: 'string' } })).toBe('ERR_POLICY')
    }
  )

  it('is copied under names that are no rights', async () => {
    const copy = { meal_preference: 'string', organ_donor: 'boolean', planet: 'string' }
    const user_metadata = { meal_preference: 'vegan', organ_donor: true, planet: 'earth' }
    const running = await start({ policy: { copy }, user_metadata })
    const { claims } = await login(running, { client_id, persona })
    for (const [name, value] of Object.entries(user_metadata)) expect(claims?.[namespace + name]).toBe(value)
  })
})

describe('a release, in a real login,', () => {
  const slots = { d: { attributes: ['gender'] } }
  const toApp = [{ slot: 'd', applications: ['app'], ...clear }]
  const claim = `${namespace}gender`

  it('to any application says that third parties are among them', async () => {
    const toAny = [{ slot: 'd', applications: 'any', ...clear }]
    expect(await codeOfStart({ slots, release: toAny })).toBe('ERR_POLICY')

    // Auth0 gives an application that registers itself an id like any other.
    const registered = '8SXWY6j3'
    const seed = { clients: [{ client_id: registered, app_type: 'spa' }] }
    const seenBy = async (release: object[]) => {
      const running = await start({ policy: { slots, release }, profile: { gender: 'x' }, seed })
      const { claims } = await login(running, { client_id: registered, persona })
      await running.stop()
      return claims?.[claim]
    }
    expect(await seenBy(toApp)).toBeUndefined()
    expect(await seenBy(toAny.map(rule => ({ ...rule, acceptThirdParty: true })))).toBe('x')
  })

  it('takes back at /userinfo what is no longer there', async () => {
    const running = await start({ policy: { slots, release: toApp }, profile: { gender: 'x' } })
    const jar = createCookieJar()
    const first = await login(running, { client_id, persona, jar })
    const token = first.tokens?.access_token ?? ''
    expect([first.claims?.[claim], (await userinfo(running, token))[claim]]).toEqual(['x', 'x'])

    await patch(running, { sealed_d: null })
    const again = await login(running, { client_id, jar, parameters: { prompt: 'none' } })
    expect(again.claims).toHaveProperty([claim], null)
    expect((await userinfo(running, token))[claim] ?? null).toBeNull()
  })

  it('takes back what fails', async () => {
    const running = await start({ policy: { slots, release: toApp }, profile: { gender: 'x' } })
    const jar = createCookieJar()
    const { tokens } = await login(running, { client_id, persona, jar })
    await patch(running, { sealed_d: 'broken' })
    const again = await login(running, { client_id, jar, parameters: { prompt: 'none' } })
    expect(again.claims).toHaveProperty([claim], null)
    expect((await userinfo(running, tokens?.access_token ?? ''))[claim] ?? null).toBeNull()
  })

  /** A first login that releases the value, and what `/userinfo` says after a second one. */
  const takenBack = async (
    { rule = {}, seed }: { rule?: object; seed: object },
    parameters: { first?: Record<string, string>; second: Record<string, string> }
  ): Promise<void> => {
    const release = toApp.map(entry => ({ ...entry, ...rule }))
    const running = await start({ policy: { slots, release }, profile: { gender: 'x' }, seed })
    const of = (more: Record<string, string> = {}) =>
      login(running, { client_id, persona, jar: createCookieJar(), parameters: more })
    const { claims, tokens } = await of(parameters.first)
    const token = tokens?.access_token ?? ''
    expect([claims?.[claim], (await userinfo(running, token))[claim]]).toEqual(['x', 'x'])

    expect((await of(parameters.second)).claims).toHaveProperty([claim], null)
    expect((await userinfo(running, token))[claim] ?? null).toBeNull()
  }

  it('takes back what is for another organization', async () => {
    const organizations = ['a', 'b'].map(name => ({ id: `org_${name}`, name }))
    await takenBack(
      { rule: { organizations: ['org_a'] }, seed: { organizations } },
      { first: { organization: 'org_a' }, second: { organization: 'org_b' } }
    )
  })

  it('takes back what is not for somebody who signs in as the user', async () => {
    const seed = { settings: { delegation: 'parameter' } }
    await takenBack({ seed }, { second: { 'ext-actor': 'auth0|support' } })
  })
})
