import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateSecretKey } from '../../lib/core/jwe/generate.js'
import { type Around, noAnswer } from '../admin/local-tenant.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import {
  addedKeys,
  policyText,
  promotedKeys,
  type Stage,
  seed,
  theirSecret,
  theirs,
  useStages
} from './deploy-stage.js'
import { runCli } from './run.js'

const start = useStages()

const wantedOrder = [
  'seal-attributes',
  'their-enrich',
  'copy-user-metadata',
  'their-mfa',
  'their-audit',
  'release-attributes'
]
const namesOf = async (stage: Stage) => (await stage.bound()).map(({ name }) => name)
const yes = ['deploy', '--yes']

describe('a0seal deploy, to a tenant with Actions of somebody else', () => {
  it('puts ours where the policy says, leaves theirs, and changes nothing when it is run again', async () => {
    const stage = await start()
    const named = (await stage.bound()).map(({ id, name }) => ({
      ref: { type: 'binding_id', value: id },
      display_name: `${name}, as they call it`
    }))
    await stage.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings: named } })
    const before = { bindings: await stage.bound(), actions: await stage.actions() }
    const first = await stage.run(yes, { isFresh: true })
    expect(first.stdout).toMatchInlineSnapshot(`
      "+ seal-attributes        new
      + copy-user-metadata     new
      + release-attributes     new
        post-login         + 1 seal-attributes
                             2 their-enrich   (kept)
                           + 3 copy-user-metadata
                             4 their-mfa   (kept; may challenge)
                             5 their-audit   (kept)
                           + 6 release-attributes
      Plan: 3 new, 0 changed, 0 same; 3 bindings added, 3 kept, 0 removed.
      Done. Sign in once with an account that has such an attribute; then \`a0seal deny-list plan\`.
      "
    `)
    expect(first).toMatchObject({ code: 0 })

    const after = await stage.bound()
    expect(after.map(({ name }) => name)).toEqual(wantedOrder)
    expect(after.filter(({ name }) => name.startsWith('their'))).toEqual(before.bindings)
    expect((await stage.actions()).filter(({ name }) => name.startsWith('their'))).toEqual(before.actions)

    const again = await stage.run(yes)
    expect(again).toMatchObject({ code: 0, writes: [] })
    expect(again.stdout).toContain(
      '0 new, 0 changed, 3 same; 0 bindings added, 6 kept, 0 removed.\nNothing to do.'
    )

    const { claims } = await stage.login()
    expect(claims).toMatchObject({
      'https://acme.example/gender': 'gender-canary',
      'https://acme.example/hobby': 'chess',
      'https://their.test/plan': 'paid'
    })
    expect(stage.lastRun()).toEqual(wantedOrder)
    for (const { calls, stdout, stderr } of [first, again]) {
      const sent = calls.map(({ path, body }) => path + body).join()
      expect(sent + stdout + stderr).not.toMatch(new RegExp(`THEIR_KEY|${theirSecret}`))
      expect(stdout + stderr).not.toContain(secretJWK(1).k)
    }
  })

  it('says what changes: the code, the keys, the places', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'", copy: '' }))
    await stage.call('actions/triggers/post-login/bindings', {
      method: 'PATCH',
      body: {
        bindings: (await stage.bound())
          .reverse()
          .map(({ id }) => ({ ref: { type: 'binding_id', value: id } }))
      }
    })
    const { code, stdout, writes } = await stage.run(['deploy', '--dry-run'], { keys: addedKeys })
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout.replace(/[0-9a-f]{8}…/g, 'hash…')).toMatchInlineSnapshot(`
      "~ seal-attributes        version 1 → 2   code hash… → hash…   keys A0SEAL_KEYS + e6PEsSTO… (opens only)
      ~ release-attributes     version 1 → 2   keys A0SEAL_KEYS + e6PEsSTO… (opens only)
        post-login         ~ 1 seal-attributes   (moved)
                             2 their-audit   (kept)
                           ~ 3 their-enrich   (moved)
                           ~ 4 their-mfa   (moved; may challenge)
                           ~ 5 release-attributes   (moved)
                           -   copy-user-metadata   (the policy has it no more)
      Plan: 0 new, 2 changed, 0 same; 0 bindings added, 1 kept, 4 moved, 1 removed.
      Nothing is written: --dry-run.
      "
    `)
    expect(await stage.run(yes, { keys: addedKeys })).toMatchObject({ code: 0 })
    expect(await namesOf(stage)).toEqual([
      'seal-attributes',
      'their-audit',
      'their-enrich',
      'their-mfa',
      'release-attributes'
    ])
  })

  it('reports code that somebody put on line 1 of what runs', async () => {
    const stage = await start()
    await stage.run(yes)
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    const code = `fetch('https://evil.test'); ${seal.code}`
    await stage.call(`actions/actions/${seal.id}`, { method: 'PATCH', body: { code } })
    await expect.poll(async () => (await stage.call(`actions/actions/${seal.id}`)).status).toBe('built')
    await stage.call(`actions/actions/${seal.id}/deploy`, { method: 'POST' })
    const { code: exit, stdout } = await stage.run(['deploy', '--dry-run'])
    expect(exit).toBe(1)
    expect(stdout).toContain('! the first line of what runs is not of ours: look at what somebody put there')
    expect(await stage.run(yes)).toMatchObject({ code: 0 })
    expect((await stage.actions()).find(({ id }) => id === seal.id).deployed_version.code).toBe(seal.code)
  })

  it('plans anew where somebody changes the bindings between plan and write', async () => {
    const stage = await start()
    let isChanged = false
    const around: Around = async ({ method, path }, _, send) => {
      if (!isChanged && method === 'POST' && path.endsWith('/deploy')) {
        isChanged = true
        const bindings = (await stage.bound())
          .reverse()
          .map(({ id }) => ({ ref: { type: 'binding_id', value: id } }))
        await stage.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings } })
      }
      return send()
    }
    const { code, stderr, stdout } = await stage.run(yes, { around })
    expect(code).toBe(0)
    expect(stderr).toContain('somebody changed the bindings of post-login meanwhile: planned anew')
    expect(stdout).toContain('Plan: 0 new, 0 changed, 3 same; 3 bindings added')
    expect(await namesOf(stage)).toEqual([
      'seal-attributes',
      'their-audit',
      'their-enrich',
      'copy-user-metadata',
      'their-mfa',
      'release-attributes'
    ])
  })

  it('plans anew where somebody changes an Action of ours meanwhile, and gives up where it never ends', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    let reads = 0
    const change = (body: string) =>
      stage.call(`actions/actions/${seal.id}`, { method: 'PATCH', body: { code: body } })
    // Its own read is the plan's; the next one is before the write.
    const changing =
      (last: number): Around =>
      async ({ method, path }, _, send) => {
        const answer = await send()
        if (method !== 'GET' || !path.endsWith(seal.id)) return answer
        reads += 1
        if (reads <= last) await change(`// somebody else, ${reads}`)
        return answer
      }
    const once = await stage.run(yes, { around: changing(1) })
    expect(once).toMatchObject({ code: 0 })
    expect(once.stderr).toContain('somebody changed seal-attributes meanwhile: planned anew')
    expect(await stage.run(yes)).toMatchObject({ code: 0, writes: [] })

    await stage.write(policyText())
    const never = await stage.run(yes, { around: changing(Number.POSITIVE_INFINITY) })
    expect(never).toMatchObject({ code: 1 })
    expect(never.stderr).toContain('somebody changed seal-attributes meanwhile, again and again')
    expect(never.writes).toEqual([])
  })

  it('is refused where an Action of our name has a secret that is not ours', async () => {
    const stage = await start({
      actions: [
        ...theirs,
        { name: 'release-attributes', code: 'exports.x = 1', secrets: { THEIR_KEY: theirSecret } }
      ]
    })
    const { code, stdout, writes } = await stage.run(yes)
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout).toContain('problem: release-attributes has secrets that are not ours (THEIR_KEY)')
    expect(stdout).toContain('Nothing is written: there are problems.')
  })
})

describe('a0seal deploy, keys', () => {
  it('go in two deploys: added, then promoted; in one it is refused', async () => {
    const stage = await start()
    await stage.run(yes)
    const both = await stage.run(yes, { keys: promotedKeys })
    expect(both).toMatchObject({ code: 1, writes: [] })
    expect(both.stdout).toContain(`problem: seal-attributes runs without the key ${secretJWK(2).kid}`)

    const added = await stage.run(yes, { keys: addedKeys })
    expect(added.stdout).toContain('(opens only)')
    const promoted = await stage.run(yes, { keys: promotedKeys })
    expect(promoted).toMatchObject({ code: 0 })
    expect(promoted.stdout).toContain(`${secretJWK(2).kid?.slice(0, 8)}… seals now`)
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
  })

  it('come from files that only their owner can read', async () => {
    const stage = await start()
    const file = join(stage.folder, 'keys.json')
    await writeFile(file, addedKeys, { mode: 0o644 })
    const args = [...yes, '--keys', `A0SEAL_KEYS=${file}`]
    const open = await stage.run(args)
    expect(open).toMatchObject({ code: 2, writes: [] })
    expect(open.stderr).toContain('others than its owner can read it')
    await chmod(file, 0o600)
    expect(await stage.run(args)).toMatchObject({ code: 0 })
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    expect(seal.deployed_version.code.split('\n', 1)[0]).toMatch(
      new RegExp(`, env dev, keys A0SEAL_KEYS=${secretJWK(1).kid},${secretJWK(2).kid}$`)
    )
  })

  it.each([
    ['are nowhere', '', 'ERR_NO_KEYS: A0SEAL_KEYS: name a file with --keys NAME=FILE'],
    ['are a placeholder', '@@A0SEAL_KEYS@@', 'ERR_NO_KEYS: A0SEAL_KEYS'],
    ['are none', '{"keys":[]}', 'ERR_KEY_SET: the variable A0SEAL_KEYS'],
    ['are of another kind', keySetText({ ...generateSecretKey(), alg: 'HS256', use: 'sig' }), 'ERR_KEY']
  ])('that %s are refused', async (_, keys, message) => {
    const stage = await start()
    const { code, stderr, writes } = await stage.run(yes, { keys })
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stderr).toContain(message)
  })
})

describe('a0seal deploy --rollback', () => {
  it('brings all of ours back, the draft too, and is not undone when it is run again', async () => {
    const stage = await start()
    await stage.run(yes)
    const codes = async () =>
      (await stage.actions()).map(({ code, deployed_version }) => [code, deployed_version.code])
    const before = await codes()
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    await stage.run(yes)
    const back = await stage.run(['deploy', '--rollback', '--yes'])
    expect(back).toMatchObject({ code: 0 })
    expect(back.stdout).toMatch(/^back to policy [0-9a-f]{12}, env dev/)
    expect(await codes()).toEqual(before)
    expect(await stage.run(['deploy', '--rollback', '--yes'])).toMatchObject({ code: 1, writes: [] })
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
  })

  it('is refused past a rotation', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    await stage.run(yes, { keys: addedKeys })
    await stage.run(yes, { keys: promotedKeys })
    const { code, stdout, writes } = await stage.run(['deploy', '--rollback', '--yes'])
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout).toContain(`has not the key ${secretJWK(2).kid}, which A0SEAL_KEYS seals with now`)
  })
})

describe('a0seal deploy asks before it writes', () => {
  it.each([
    ['nobody is at a terminal', { stdin: 'acme-dev\n' }, 1],
    ['somebody types another id', { stdin: 'acme\n', isTyped: true }, 1],
    ['nobody types anything', { stdin: '', isTyped: true }, 1],
    ['somebody types the id', { stdin: 'acme-dev\n', isTyped: true }, 0]
  ])('where %s', async (_, surroundings, expected) => {
    const stage = await start()
    const { code, stdout, stderr, writes } = await stage.run(['deploy'], surroundings)
    expect(code).toBe(expected)
    expect(writes.length > 0).toBe(expected === 0)
    if (expected === 1) expect(stdout).toContain('Nothing is written: --yes, or the tenant')
    expect(stderr.includes("Type the tenant's id (acme-dev)")).toBe('isTyped' in surroundings)
  })

  it('and never with --dry-run', async () => {
    const stage = await start()
    const { code, stdout, writes } = await stage.run(['deploy', '--dry-run'], {
      stdin: 'acme-dev\n',
      isTyped: true
    })
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout).toMatch(/Nothing is written: --dry-run\.\n$/)
  })

  it('and prints one document with --json', async () => {
    const stage = await start()
    const { code, stdout } = await stage.run([...yes, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'a0seal-deploy/1',
      tenant: 'acme-dev',
      domain: 'tenant.test',
      env: 'dev',
      policy: expect.stringMatching(/^[0-9a-f]{12}$/),
      outcome: 'done',
      actions: [{ name: 'seal-attributes', change: 'new' }, {}, {}],
      triggers: [{ trigger: 'post-login', mayChallenge: ['their-mfa'] }, { trigger: 'pre-user-registration' }]
    })
  })
})

it('a0seal deploy --help explains it', async () => {
  expect((await runCli(['deploy', '--help'])).stdout).toMatchInlineSnapshot(`
    "Usage: a0seal deploy [options]

    bring a tenant's Actions and bindings in step with the policy; those of others
    stay

    Options:
      --config <file>     the policy; default: a0seal.config.ts, .mts, .js or .mjs
      --env <name>        the environment handed to the policy (default: "dev")
      --dist <dir>        deploy what \`a0seal build\` wrote there; default: build
                          anew
      --only <name>       one Action; bindings stay as they are
      --keys <name=file>  keys for a secret; may be repeated
      --dry-run           print the plan, and stop; exit code 1 where there is
                          something to do (default: false)
      --yes               write without asking for the tenant's id (default: false)
      --rollback          go back to the policy before, all of ours together
                          (default: false)
      --json              print one JSON document (default: false)
      -h, --help          display help for command

    The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
    AUTH0_CLIENT_SECRET. Scopes: read:clients, read:actions; to write also create:actions and update:actions.

    Secrets come from files that only their owner can read (--keys), or from the environment under their names. Of a secret that
    holds no keys nothing tells whether it changed: --only NAME sends it anew.

    Exit codes: 0 done, or nothing to do; 1 refused, failed, or not confirmed; 2 wrongly used; 3 stopped: run it again.
    "
  `)
})

describe('a0seal deploy, wrongly used or refused', () => {
  it.each([
    [['deploy', '--yes', '--dry-run'], 2, '--dry-run writes nothing'],
    [['deploy', '--rollback', '--only', 'x'], 2, 'cannot be used with'],
    [['deploy', '--only', 'nope'], 2, '--only nope: the policy has no such Action'],
    [['deploy', '--keys', 'nope'], 2, 'it is NAME=FILE'],
    [['deploy', '--env', 'a b'], 2, 'the name of an environment'],
    [['deploy', 'x'], 2, 'too many arguments']
  ])('%j', async (args, expected, message) => {
    const stage = await start()
    const { code, stderr, writes } = await stage.run(args, { isFresh: true })
    expect({ code, writes }).toEqual({ code: expected, writes: [] })
    expect(stderr).toContain(message)
  })

  it('where the policy is for another tenant', async () => {
    const stage = await start({ policy: policyText({ tenant: 'acme-prod' }) })
    const { code, stderr, calls } = await stage.run(yes)
    expect({ code, calls: calls.length }).toEqual({ code: 2, calls: 1 })
    expect(stderr).toContain('the policy is for the tenant acme-prod')
  })

  it('where --dist is of another policy, or was changed since it was built', async () => {
    const stage = await start()
    const dist = await stage.distOf()
    await stage.write(policyText({ attributes: "'ethnicity', 'gender'" }))
    const other = await stage.run([...yes, '--dist', dist], { isFresh: true })
    expect(other).toMatchObject({ code: 2, writes: [] })
    expect(other.stderr).toContain('is of another policy or environment: build it again')

    const own = join(stage.folder, 'dist')
    await stage.run(['build', '--out', own])
    await writeFile(join(own, 'actions/seal-attributes/code.js'), '// no\nsteal()\n')
    const changed = await stage.run([...yes, '--dist', own], { isFresh: true })
    expect(changed).toMatchObject({ code: 2, writes: [] })
    expect(changed.stderr).toContain(
      'has another actions/seal-attributes/code.js than was built: build it again'
    )
  })

  it('keeps to itself a message that quotes a secret, however short it is', async () => {
    const stage = await start()
    const order = `'seal-attributes', { file: 'short.js', secrets: ['PIN'] }, 'release-attributes'`
    await stage.write(policyText({ copy: '', order }))
    await writeFile(join(stage.folder, 'short.js'), 'exports.onExecutePostLogin = async () => {}')
    const around: Around = async ({ method, body }, _, send) => {
      if (method !== 'POST' || !body.includes('PIN')) return send()
      return Response.json({ statusCode: 400, message: `value 4711 of PIN is too short` }, { status: 400 })
    }
    const { code, stderr } = await stage.run(yes, { around, env: { PIN: '4711' }, isFresh: true })
    expect(code).toBe(1)
    expect(stderr).toContain('ERR_TENANT: POST /actions/actions: 400\n')
    expect(stderr).not.toContain('4711')
  })

  it('says which scope the token lacks', async () => {
    const stage = await start()
    const around: Around = async ({ method }, _, send) =>
      method === 'POST' ? Response.json({ statusCode: 403, message: 'no' }, { status: 403 }) : send()
    const { code, stderr } = await stage.run(yes, { around })
    expect(code).toBe(1)
    expect(stderr).toContain('ERR_TENANT: POST /actions/actions: 403, the token needs create:actions')
  })
})

describe('a0seal deploy, where the tenant fails', () => {
  const isWrite = (method: string) => method !== 'GET'

  it('waits for a rate limit, and takes an answer that is lost for what stands there', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    const seen = new Map<string, number>()
    const around: Around = async ({ method, path }, _, send) => {
      const times = (seen.get(method + path) ?? 0) + 1
      seen.set(method + path, times)
      if (!isWrite(method)) return send()
      if (times === 1) return Response.json({ statusCode: 429 }, { status: 429 })
      await send()
      return noAnswer()
    }
    const { code, writes } = await stage.run(yes, { around })
    expect(code).toBe(0)
    expect(writes).toHaveLength(12)
    expect(await stage.run(yes)).toMatchObject({ code: 0, writes: [] })
  })

  it.each([
    ['POST', '/actions/actions'],
    ['POST', '/deploy'],
    ['PATCH', '/bindings']
  ])('after %s %s goes on when it is run again', async (method, end) => {
    const stage = await start()
    const around: Around = async (call, _, send) =>
      call.method === method && call.path.endsWith(end) ? noAnswer() : send()
    const { code, stderr } = await stage.run(yes, { around })
    expect(code).toBe(1)
    expect(stderr).toContain('the tenant could not be reached (ECONNREFUSED)')
    expect(await namesOf(stage)).toEqual(['their-enrich', 'their-mfa', 'their-audit'])
    expect(await stage.run(yes)).toMatchObject({ code: 0 })
    expect(await namesOf(stage)).toEqual(wantedOrder)
  })

  it('where a build takes its time, waits for it', async () => {
    const stage = await start({ seed: { ...seed, settings: { actionBuildMs: 200 } } })
    const { code, calls } = await stage.run([...yes, '--only', 'copy-user-metadata'])
    expect(code).toBe(0)
    expect(calls.filter(({ path }) => /actions\/actions\/[^/?]+$/.test(path)).length).toBeGreaterThan(8)
  })

  it('where a build fails, says so and deploys nothing', async () => {
    const stage = await start()
    const around: Around = async ({ method, path }, _, send) => {
      if (method !== 'GET' || !/actions\/actions\/[^/]+$/.test(path)) return send()
      const body = (await (await send()).json()) as { name: string }
      return Response.json(body.name === 'seal-attributes' ? { ...body, status: 'failed' } : body)
    }
    const { code, stderr, writes } = await stage.run(yes, { around })
    expect({ code, writes: writes.length }).toEqual({ code: 1, writes: 1 })
    expect(stderr).toContain('seal-attributes: its build is failed: look at it in the dashboard')
  })

  it('ends with what was begun where it is interrupted, and the rest is done by the next run', async () => {
    const stage = await start()
    const around: Around = async ({ method, path }, _, send) => {
      if (method === 'POST' && path.endsWith('/deploy')) process.emit('SIGINT')
      return send()
    }
    const { code, stdout } = await stage.run(yes, { around })
    expect(code).toBe(3)
    expect(stdout).toContain('Stopped. What was begun is finished; run it again for the rest.')
    expect((await stage.actions()).filter(({ name }) => name === 'seal-attributes')).toMatchObject([
      { deployed_version: { number: 1 } }
    ])
    expect(await stage.run(yes)).toMatchObject({ code: 0 })
    expect(await namesOf(stage)).toEqual(wantedOrder)
  })
})

describe('a0seal deploy, with Actions of one’s own', () => {
  const order = `'seal-attributes', { file: 'add-roles.js', secrets: ['ROLES_KEY'], dependencies: { lodash: '4.17.21' } }, 'release-attributes'`

  it('deploys and binds them beside ours, and sends a secret of theirs anew only where it is told to', async () => {
    const stage = await start({ policy: policyText({ copy: '', order }), actions: [] })
    const code =
      "exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim('https://acme.example/roles', event.secrets.ROLES_KEY) }"
    await writeFile(join(stage.folder, 'add-roles.js'), code)
    const run = (args: string[], ROLES_KEY = 'TEST-ROLES') =>
      stage.run(args, { env: { ROLES_KEY }, isFresh: true })
    expect(await run(yes)).toMatchObject({ code: 0 })
    expect(await namesOf(stage)).toEqual(['seal-attributes', 'add-roles', 'release-attributes'])
    expect((await stage.actions()).find(({ name }) => name === 'add-roles')).toMatchObject({
      dependencies: [{ name: 'lodash', version: '4.17.21' }],
      secrets: [{ name: 'ROLES_KEY' }]
    })
    const again = await run(yes, 'TEST-OTHER')
    expect(again).toMatchObject({ code: 0, writes: [] })
    const only = await run([...yes, '--only', 'add-roles'], 'TEST-OTHER')
    expect(only.writes.map(({ method }) => method)).toEqual(['PATCH', 'POST'])
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/roles': 'TEST-OTHER' })
    expect(again.stdout + only.stdout + only.stderr).not.toContain('TEST-')
  })
})
