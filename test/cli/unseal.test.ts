import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import { sealed, user } from '../admin/unseal/values.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import { type RunOptions, seed, useStages } from '../system/deploy/stage.js'
import { runCli } from './run.js'

const startStage = useStages()
const value = sealed()
const bob = 'auth0|bob'

const profile = (user_id: string, email: string, app_metadata: object) => ({
  user_id,
  email,
  identities: [{ connection: 'acme-idp', provider: 'oidc', user_id }],
  app_metadata: app_metadata as Record<string, never>
})

const withUsers: Seed = {
  ...seed,
  users: [
    profile(user, 'ann@acme.test', {
      sealed_demographics: value,
      sealed_lost_demographics: sealed({ gender: 'lost-canary' }, { sub: bob })
    }),
    profile(bob, 'two@acme.test', {}),
    profile('auth0|eve', 'two@acme.test', {})
  ]
}

const start = async () => {
  const { folder, run } = await startStage({ seed: withUsers, actions: [] })
  const log = join(folder, '.a0seal', 'unseal.log')
  return {
    folder,
    notes: async () =>
      (await readFile(log, 'utf8'))
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    unseal: (args: readonly string[], options: RunOptions = {}) =>
      run(['unseal', ...args], { isTTY: true, ...options })
  }
}

const because = ['--reason', 'asked by her']

describe('a0seal unseal', () => {
  it('opens what is stored of a user, once the reason is written down', async () => {
    const { unseal, notes } = await start()
    const { code, stdout, stderr, writes } = await unseal(['--user', user, ...because])
    expect(stdout).toMatchInlineSnapshot(`
      "user "auth0|ann" of acme-dev
      demographics in sealed_demographics, changed 2026-11-01T00:00:00.000Z, of the tenant, key LgHfTiixqsblr9qrOY-O2B
        "gender": "gender-canary"
      sealed_lost_demographics: ERR_BINDING: it is of another user
      "
    `)
    // What was moved aside is of somebody else.
    expect(code).toBe(1)
    expect(writes).toEqual([])
    expect(stderr).not.toContain('canary')
    expect(await notes()).toMatchObject([
      { tenant: 'acme-dev', user, slots: ['demographics'], reason: 'asked by her' }
    ])
  })

  it('takes an e-mail address of one user, and writes a document', async () => {
    const { unseal, notes } = await start()
    const { stdout } = await unseal(['--email', 'ann@acme.test', '--json', ...because])
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'a0seal-unseal/1',
      tenant: 'acme-dev',
      domain: 'tenant.test',
      env: 'dev',
      user,
      values: [
        { place: 'sealed_demographics', opened: { data: { gender: 'gender-canary' } } },
        { place: 'sealed_lost_demographics', code: 'ERR_BINDING' }
      ]
    })
    const two = await unseal(['--email', 'two@acme.test', ...because])
    expect(two).toMatchObject({ code: 2, stdout: '' })
    expect(two.stderr).toContain('2 users have this e-mail address')
    expect(await unseal(['--user', bob, ...because])).toMatchObject({ code: 1 })
    expect((await notes()).map(note => note.user)).toEqual([user, bob])
  })

  it('opens a value that is handed over, and asks no tenant where the policy names it', async () => {
    const { unseal } = await start()
    for (const [args, stdin] of [
      [[value], ''],
      [['-'], `${value}\n`],
      [['-', '--user', user, '--slot', 'demographics'], JSON.stringify(value)]
    ] as const) {
      const done = await unseal([...args, ...because], { stdin })
      expect(done).toMatchObject({ code: 0, calls: [] })
      expect(done.stdout).toContain('gender-canary')
    }
    // A domain without a token is of no matter.
    const env = { AUTH0_ACCESS_TOKEN: '' }
    expect(await unseal([value, '--json', ...because], { env })).toMatchObject({ code: 0 })
    const other = await unseal([value, '--user', bob, ...because])
    expect(other).toMatchObject({ code: 1, stdout: 'the value: ERR_BINDING: it is of another user\n' })
    const elsewhere = await unseal([value, '--tenant-id', 'acme-prod', ...because])
    expect(elsewhere.stdout).toBe('the value: ERR_BINDING: it is of another tenant\n')
  })

  it('says what a value is, without keys, a reason or a note', async () => {
    const { unseal, notes } = await start()
    const { code, stdout, calls } = await unseal([value, '--inspect'], { keys: '' })
    expect([code, calls]).toEqual([0, []])
    expect(stdout).toBe(
      `a value at rest, readable, dir, key ${secretJWK(1).kid}, ${value.length} characters\n`
    )
    const { stdout: ofUser } = await unseal(['--user', user, '--inspect'], { keys: '' })
    expect(ofUser.split('\n').slice(1, 3)).toMatchObject([
      expect.stringMatching(/^sealed_demographics, a value at rest/),
      expect.stringMatching(/^sealed_lost_demographics, a value at rest/)
    ])
    await expect(notes()).rejects.toMatchObject({ code: 'ENOENT' })
    const nowhere = await runCli(['unseal', value, '--inspect', '--json', '--config', 'no-such-file.ts'])
    expect(JSON.parse(nowhere.stdout)).toMatchObject({ values: [{ inspected: { kind: 'at rest' } }] })
    expect(await unseal(['nothing of ours', '--inspect'])).toMatchObject({ code: 1 })
  })

  it('shows nothing where the reason cannot be written down', async () => {
    const { folder, unseal } = await start()
    await writeFile(join(folder, '.a0seal'), 'a file where the folder belongs')
    const { code, stdout, stderr } = await unseal([value, ...because])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('without a note of the reason nothing is shown')
    expect(stderr).not.toContain('canary')
  })

  it('writes to a file that only its owner reads, or where it is told to', async () => {
    const { folder, unseal } = await start()
    const out = join(folder, 'opened')
    const done = await unseal([value, '--out', out, ...because], { isTTY: false })
    expect(done).toMatchObject({ code: 0, stdout: '' })
    expect(await readFile(out, 'utf8')).toContain('gender-canary')
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect(await unseal([value, '--out', out, ...because])).toMatchObject({ code: 2, stdout: '' })
    const piped = await unseal([value, '--stdout', ...because], { isTTY: false })
    expect(piped.stdout).toContain('gender-canary')
  })

  it('takes keys of a file in place of those of the environment', async () => {
    const { folder, unseal } = await start()
    const file = join(folder, 'keys.json')
    await writeFile(file, keySetText(secretJWK(5)), { mode: 0o600 })
    const { code, stdout } = await unseal([value, '--keys', `A0SEAL_KEYS=${file}`, ...because])
    expect([code, stdout]).toEqual([1, 'the value: ERR_UNKNOWN_KEY\n'])
  })

  it('is wrongly used without a reason, a place to write to, or with too much to open', async () => {
    const { unseal } = await start()
    for (const [args, isTTY, message] of [
      [[value], true, '--reason says why'],
      [[value, '--reason', ' '], true, '--reason says why'],
      [[value, ...because], false, 'standard output is no terminal'],
      [because, true, 'name one of a value, -, --user and --email'],
      [[value, '--email', 'a@b.test', ...because], true, 'name one of a value'],
      [[value, '--slot', 'gone', ...because], true, 'the policy has no slot gone']
    ] as const) {
      const { code, stdout, stderr } = await unseal(args, { isTTY })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain(message)
    }
  })
})
