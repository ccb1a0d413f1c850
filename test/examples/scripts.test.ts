import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secrets, tenantId } from '../fixtures/event.js'
import { contentOf } from '../fixtures/login.js'
import { type Listening, listen } from './issuer.js'

/** What Auth0's schema says of fetchUserProfile; taken for both. @see https://schemas.apis.io/schemas/auth0/auth0-connectionscriptsoauth1/ */
const scriptMaxChars = 51_200

let users: Listening
beforeAll(async () => {
  users = await listen((request, response) => {
    const isKnown = request.method === 'POST' || request.headers.authorization === 'Bearer good'
    const user = {
      ...{ user_id: '7', sub: '7', email: 'ann@acme.test', gender: 'canary-gender', nickname: 'ann' },
      ...{ app_metadata: { roles: ['admin'] }, metadata: { roles: ['admin'] }, email_verified: true }
    }
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(user))
  })
})
afterAll(() => users.stop())

type Callback = (error: Error | null, profile?: Record<string, unknown>) => void
interface Run {
  name: string
  scope?: Record<string, unknown>
  define?: Record<string, string>
  args: unknown[]
}

/** Bundles an example as its first lines say, and runs the one function there is. */
const run = async (file: string, { name, scope = {}, define = {}, args }: Run) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../examples/${file}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'script',
    platform: 'node',
    conditions: ['a0seal-source'],
    define,
    banner: { js: `function ${name}(first, second, callback) {` },
    footer: { js: `return script.${name}(first, second, callback) }` }
  })
  const text = outputFiles[0]?.text ?? ''
  const names = ['require', 'console', ...Object.keys(scope)]
  const lines: string[] = []
  const console = { warn: (line: string) => lines.push(line) }
  const script = compileFunction(`return (${text})`, names)(
    createRequire(import.meta.url),
    console,
    ...Object.values(scope)
  ) as (...args: unknown[]) => unknown
  const answer = await new Promise<Parameters<Callback>>(resolve => {
    const callback: Callback = (...answer) => resolve(answer)
    void script(...args, callback)
  })
  return { error: answer[0], profile: answer[1], lines, chars: text.length }
}

const sealedIn = (profile: Record<string, unknown> = {}, subject: string) => {
  const { sealed_demographics } = profile.app_metadata as Record<string, unknown>
  return contentOf(sealed_demographics, { subject }).data
}

describe('the example of a custom database', () => {
  it('returns the profile with its attributes sealed', async () => {
    const configuration = { ...secrets, TENANT: tenantId, USERS_URL: users.url }
    const { error, profile, lines, chars } = await run('custom-database-login', {
      name: 'login',
      scope: { configuration },
      args: ['ann@acme.test', 'password']
    })
    expect([error, lines]).toEqual([null, []])
    expect(JSON.stringify(profile)).not.toContain('canary')
    expect(JSON.stringify(profile)).not.toMatch(/admin|email_verified/)
    expect(profile).toMatchObject({ user_id: '7', email: 'ann@acme.test', nickname: 'ann' })
    expect(sealedIn(profile, 'auth0|7')).toEqual({ gender: 'canary-gender' })
    expect(chars).toBeLessThan(scriptMaxChars)
  })
})

describe('the example of a custom social connection', () => {
  const fetchWith = async (token: string) => {
    const settings = { tenant: tenantId, userinfo: users.url, secrets }
    return run('fetch-user-profile', {
      name: 'fetchUserProfile',
      define: { SETTINGS: JSON.stringify(settings) },
      args: [token, {}]
    })
  }

  it('returns the profile with its attributes sealed', async () => {
    const { error, profile, lines, chars } = await fetchWith('good')
    expect([error, lines]).toEqual([null, []])
    expect(JSON.stringify(profile)).not.toContain('canary')
    expect(JSON.stringify(profile)).not.toMatch(/admin|email_verified/)
    expect(sealedIn(profile, 'oauth2|partner|7')).toEqual({ gender: 'canary-gender' })
    expect(chars).toBeLessThan(scriptMaxChars)
  })

  it('answers with an error where the provider refuses', async () => {
    const { error, profile } = await fetchWith('bad')
    expect(error).toBeInstanceOf(Error)
    expect(profile).toBeUndefined()
  })
})
