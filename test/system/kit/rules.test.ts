import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ruleContext, ruleUser, runRule, runRules } from '../../../lib/testing/index.js'
import { createFolders } from '../../fixtures/folder.js'

const createFolder = createFolders()
const rule = (body: string, prefix = '') => ({
  code: `${prefix}function (user, context, callback) { ${body} }`
})
const pass = 'callback(null, user, context)'

describe('a Rule under test', () => {
  it('answers by its callback, in callback form and in async form', async () => {
    const forms = [rule(`context.idToken.https = 1; ${pass}`), rule(`await null; ${pass}`, 'async ')]
    for (const form of forms) {
      const run = await runRule(form)
      expect(run.outcome).toEqual({ type: 'completed' })
      expect(run.rules[0]).toMatchObject({ name: 'rule', answers: 1 })
    }
  })

  it('answers once: what comes after the first answer is counted and ignored', async () => {
    const run = await runRule(rule(`${pass}; callback(new Error('late')); throw new Error('later')`))
    expect(run.outcome).toEqual({ type: 'completed' })
    expect(run.rules[0]?.answers).toBe(2)
  })

  it.each([
    ['an answer', 'callback(new UnauthorizedError("no"))', 'unauthorized'],
    ['an answer', 'callback(new Error("no"))', 'access_denied'],
    ['a throw', 'throw new UnauthorizedError("no")', 'unauthorized'],
    ['a throw', 'throw new Error("no")', 'access_denied']
  ])('refuses by %s: %s', async (_what, body, code) => {
    for (const prefix of ['', 'async ']) {
      const run = await runRule(rule(body, prefix))
      expect(run.denied).toEqual({ code, reason: 'no' })
    }
  })

  it('ends at the limit where it loops and never yields', async () => {
    const run = await runRule(rule('for (;;) {}'), { timeoutMs: 30 })
    const late = await runRule(rule('setTimeout(() => {}, 1)'), { timeoutMs: 30 })
    expect(run.outcome).toEqual(late.outcome)
  })

  it('ends at the limit where it loops behind an await', async () => {
    const run = await runRule(rule('await null; for (;;) {}', 'async '), { timeoutMs: 30 })
    expect(run.error).toBe('Request to Webtask exceeded allowed execution time')
  })

  it('does not see the environment of the test', async () => {
    process.env.A0SEAL_TEST_CANARY = 'canary'
    try {
      const run = await runRule(rule(`console.log(JSON.stringify(process.env)); ${pass}`))
      expect(run.logs).toEqual(['{}'])
    } finally {
      delete process.env.A0SEAL_TEST_CANARY
    }
  })

  it.each([
    ['process.exit', 'process.exit(3)', 'exited with code 3'],
    ['a rejection nobody waits for', `Promise.reject(new Error('stray')); ${pass}`, 'stray']
  ])('cannot end the test: %s', async (_what, body, message) => {
    expect((await runRule(rule(body))).error).toContain(message)
    expect((await runRule(rule(pass))).outcome.type).toBe('completed')
  })

  it('leaves nothing running that the next run could meet', async () => {
    const late = await runRule(rule(`setTimeout(() => { throw new Error('late') }, 20); ${pass}`))
    const next = await runRule(rule(`setTimeout(() => ${pass}, 60)`))
    expect([late.outcome.type, next.outcome.type]).toEqual(['completed', 'completed'])
  })

  it('ends at the limit without an answer', async () => {
    const run = await runRule(rule('setTimeout(() => {}, 1)'), { timeoutMs: 30 })
    expect(run.outcome.type).toBe('failed')
    expect(run.rules[0]?.answers).toBe(0)
  })

  it.each([
    ['no function', '({})'],
    ['no expression', 'const rule = 1'],
    ['an answer without user and context', 'function (user, context, callback) { callback(null) }'],
    ['an answer that is no JSON', 'function (u, c, callback) { callback(null, { n: 1n }, c) }'],
    ['a claim in a circle', 'function (u, c, callback) { c.idToken.x = c; callback(null, u, c) }']
  ])('fails on %s', async (_what, code) => {
    const run = await runRule({ code })
    expect(run.outcome.type).toBe('failed')
    expect(run.error).toBeTruthy()
  })

  it('has metadata only where there is some, and app_metadata over the root', async () => {
    const print = rule(`console.log(typeof user.app_metadata, user.plan); ${pass}`)
    const none = await runRule(print, { user: ruleUser({ plan: 'free' }) })
    const some = await runRule(print, { user: ruleUser({ plan: 'free', app_metadata: { plan: 'gold' } }) })
    expect([none.logs, some.logs]).toEqual([['undefined free'], ['object gold']])
    expect(none.appMetadata).toBeUndefined()
  })

  it('stores what it updates, and nothing that it only changes on user', async () => {
    const user = ruleUser({ app_metadata: { kept: 1, gone: 2, nested: { a: 1 } } })
    const run = await runRule(
      rule(
        `user.app_metadata.unsaved = 1
        const changed = await auth0.users.updateAppMetadata(user.user_id, { gone: null, nested: { b: 2 } })
        console.log(changed.app_metadata.kept)
        await auth0.users.updateUserMetadata('auth0|another', { x: 1 })
        ${pass}`,
        'async '
      ),
      { user }
    )
    expect(run.appMetadata).toEqual({ kept: 1, nested: { b: 2 } })
    expect(run.userMetadata).toBeUndefined()
    expect(run.user.app_metadata).toMatchObject({ unsaved: 1 })
    expect(run.logs).toEqual(['1'])
    expect(run.writes.map(({ user_id, metadata }) => [user_id, metadata])).toEqual([
      [user.user_id, 'app_metadata'],
      ['auth0|another', 'user_metadata']
    ])
    expect(user.app_metadata).toHaveProperty('gone')
  })

  it('counts an equal value as a write, and an empty object as the removal of everything', async () => {
    const update = (text: string) =>
      runRule(rule(`await auth0.users.updateAppMetadata(user.user_id, ${text}); ${pass}`, 'async '), {
        user: ruleUser({ app_metadata: { plan: 'gold' } })
      })
    expect(await update('{ plan: "gold" }')).toMatchObject({
      writes: [{ values: { plan: 'gold' } }],
      appMetadata: { plan: 'gold' }
    })
    expect((await update('{}')).appMetadata).toEqual({})
    for (const wrong of ['undefined', '"text"', '[]']) expect((await update(wrong)).denied).toBeDefined()
  })

  it('updates with a callback as well as with a promise', async () => {
    const update = (values: string) =>
      runRule(
        rule(`const answer = auth0.users.updateAppMetadata(user.user_id, ${values}, (error, changed) => {
          console.log(answer, changed && changed.app_metadata.plan)
          callback(error, user, context)
        })`)
      )
    expect(await update('{ plan: "gold" }')).toMatchObject({
      outcome: { type: 'completed' },
      logs: ['undefined gold'],
      appMetadata: { plan: 'gold' }
    })
    expect((await update('"text"')).denied?.reason).toBe('The app_metadata must be an object.')
  })

  it('keeps what it stored before it refused', async () => {
    const run = await runRule(
      rule(
        'await auth0.users.updateUserMetadata(user.user_id, { seen: true }); throw new Error("no")',
        'async '
      )
    )
    expect(run.denied?.code).toBe('access_denied')
    expect(run.userMetadata).toEqual({ seen: true })
  })

  it('has configuration, auth0 and a global that survives', async () => {
    const global = {}
    const count = rule(`global.count = (global.count || 0) + 1
      console.log(configuration.NAME, auth0.domain, global.count, new Date().toISOString()); ${pass}`)
    const options = { global, configuration: { NAME: 'value' }, auth0: { domain: 'acme.test' } }
    await runRule(count, options)
    expect((await runRule(count, options)).logs).toEqual(['value acme.test 2 2026-01-01T12:00:00.000Z'])
  })

  it('is told of its tenant', async () => {
    const show = rule(`console.log(auth0.domain, auth0.baseUrl, auth0.accessToken); ${pass}`)
    expect((await runRule(show)).logs).toEqual([
      'acme-test.auth0.test https://acme-test.auth0.test/api/v2 test-access-token'
    ])
    const auth0 = { domain: 'a.test', baseUrl: 'http://b.test/api/v2', accessToken: 'c' }
    expect((await runRule(show, { auth0 })).logs).toEqual(['a.test http://b.test/api/v2 c'])
  })

  it('takes scopes as a list and as a text', async () => {
    const set = (scope: string) => runRule(rule(`context.accessToken.scope = ${scope}; ${pass}`))
    for (const scope of ['["openid", "read:x"]', '" openid  read:x "']) {
      expect((await set(scope)).scopes).toEqual(['openid', 'read:x'])
    }
    expect((await set('""')).scopes).toEqual([])
    expect(await set('undefined')).not.toHaveProperty('scopes')
  })

  it('says what to install where a package is missing', async () => {
    const run = await runRule(rule(`require('no-such-package@1.2.3')`))
    expect(run.denied?.reason).toBe(
      "Cannot load the package 'no-such-package'. Install it and what it needs: npm install no-such-package"
    )
  })

  it('requires packages, whatever version it names', async () => {
    const run = await runRule(rule(`console.log(typeof require('crypto@1.0').createHash); ${pass}`))
    expect(run.logs).toEqual(['function'])
  })

  it('gives the claims that Auth0 takes, and says why it drops others', async () => {
    const run = await runRule(
      rule(`context.idToken['https://acme.test/a'] = 1; context.idToken.roles = ['x']
        context.accessToken.scope = ['read:notes']; context.accessToken['https://auth0.com/b'] = 1
        context.primaryUser = 'auth0|1'; context.redirect = { url: 'https://acme.test/' }
        context.multifactor = { provider: 'any' }; ${pass}`)
    )
    expect(run.claims).toEqual({ idToken: { 'https://acme.test/a': 1 }, accessToken: {} })
    expect(run.dropped.map(({ token, claim }) => [token, claim])).toEqual([
      ['id_token', 'roles'],
      ['access_token', 'https://auth0.com/b']
    ])
    expect(run).toMatchObject({
      scopes: ['read:notes'],
      primaryUserId: 'auth0|1',
      redirect: 'https://acme.test/',
      multifactor: { provider: 'any' }
    })
  })

  it('is read from a file, and from a source that exports it', async () => {
    const folder = await createFolder()
    const built = join(folder, 'built.js')
    const source = join(folder, 'source.ts')
    await writeFile(built, `${rule(pass).code};\n`)
    await writeFile(
      source,
      'export const rule = async (user: object, _c: object, _d: unknown) => { throw new Error(typeof user) }'
    )
    expect((await runRule(built)).rules[0]).toMatchObject({ name: 'built', answers: 1 })
    expect((await runRule(source)).denied?.reason).toBe('object')
  })
})

describe('several Rules', () => {
  it('work on the same user and context, until one refuses', async () => {
    const run = await runRules(
      [
        rule(`user.flag = 1; context.note = user.flag; ${pass}`),
        rule('callback(new UnauthorizedError(String(context.note)))'),
        rule(`console.log("never"); ${pass}`)
      ],
      { context: ruleContext({ protocol: 'samlp' }) }
    )
    expect(run.denied).toEqual({ code: 'unauthorized', reason: '1' })
    expect(run.rules).toHaveLength(2)
    expect(run.logs).toEqual([])
    expect(run.context).toMatchObject({ note: 1, protocol: 'samlp' })
  })
})

describe('a process that ran a Rule', () => {
  it('ends by itself', () => {
    const kit = new URL('../../../build/testing/index.js', import.meta.url).href
    const script = `
      import { runRule } from '${kit}'
      const { outcome } = await runRule({ code: 'function (user, context, callback) { callback(null, user, context) }' })
      process.stdout.write(outcome.type)`
    const args = ['--input-type=module', '-e', script]
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 })
    expect({ stdout, status }).toEqual({ stdout: 'completed', status: 0 })
  })
})
