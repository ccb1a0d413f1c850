import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { generateKeyPair, generateSecretKey } from '../../lib/core/jwe/generate.js'
import { type BoundAction, readActions } from '../../lib/tenant/actions/read-folder.js'
import { login } from '../../lib/tenant/client/login.js'
import { useTenants } from '../tenant/setup.js'

const start = useTenants()
const config = fileURLToPath(new URL('../fixtures/policies/full.policy.ts', import.meta.url))
const secret = () => JSON.stringify({ keys: [generateSecretKey()] })
const secrets = {
  '*': {
    A0SEAL_KEYS: secret(),
    A0SEAL_IDENTITY_KEYS: secret(),
    A0SEAL_PORTAL_KEY: JSON.stringify({ keys: [generateKeyPair().publicKey] })
  }
}
const seed = {
  clients: [{ client_id: 'portal-dev', app_type: 'spa' as const }],
  settings: { signupFields: ['national_id', 'nickname2'], signupLog: 'no-body' as const }
}
const signup = {
  email: 'new@acme.example',
  password: 'a-long-password',
  user_metadata: { national_id: 'canary-number', nickname2: 'Newt' }
}

let out: string
let actions: BoundAction[]
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
  await build({ config, out })
  actions = await readActions(out, secrets)
})
afterAll(() => rm(out, { recursive: true }))

describe('the built guard-signup', () => {
  test('is bound to its own trigger', () => {
    const bound = actions.map(({ name, trigger }) => `${trigger} ${name}`)
    expect(bound).toContain('pre-user-registration guard-signup')
    expect(bound).toContain('post-login seal-attributes')
  })

  test('seals before the user is stored, and the first login hands it on', async () => {
    const tenant = await start({ actions, seed })
    const audience = 'https://api.other.example'
    const { claims, tokens } = await login(tenant, { client_id: 'portal-dev', signup, audience })
    const user = tenant.user(claims?.sub ?? '')
    expect(user?.user_metadata).toEqual({ nickname2: 'Newt' })
    expect(Object.keys(user?.app_metadata ?? {})).toEqual(['vault_identity'])
    expect(Object.values(tenant.search('canary-number'))).toEqual([0, 0, 0, 0, 0])
    expect(decodeJwt(tokens?.access_token ?? '')).toMatchObject({
      'https://other.example/claims/national_id': 'canary-number'
    })
    const again = await login(tenant, {
      client_id: 'portal-dev',
      username: signup.email,
      password: signup.password,
      audience
    })
    expect(decodeJwt(again.tokens?.access_token ?? '')).toMatchObject({
      'https://other.example/claims/national_id': 'canary-number'
    })
  })

  test('lets nobody sign up without its keys', async () => {
    const without = await readActions(out, { '*': {} })
    const tenant = await start({ actions: without, seed })
    await expect(login(tenant, { client_id: 'portal-dev', signup })).rejects.toThrow('/u/signup answered 400')
    expect(Object.values(tenant.search('new@acme.example'))).toEqual([0, 0, 0, 0, 1])
    expect(Object.values(tenant.search('canary-number'))).toEqual([0, 0, 0, 0, 0])
  })
})
