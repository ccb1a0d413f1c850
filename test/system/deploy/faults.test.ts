import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../lib/admin/clock.js'
import { type Around, noAnswer } from '../../admin/local-tenant.js'
import { runCli } from '../../cli/run.js'
import { policyText, useStages, wantedOrder, yes } from './stage.js'

const start = useStages()

describe('a0seal deploy asks before it writes', () => {
  it('and writes only where somebody at a terminal types the id', async () => {
    const stage = await start()
    const others = [{ stdin: 'acme-dev\n' }, { stdin: 'acme\n', isTyped: true }, { stdin: '', isTyped: true }]
    for (const surroundings of others) {
      const { code, stdout, stderr, writes } = await stage.run(['deploy'], surroundings)
      expect({ code, writes }).toEqual({ code: 1, writes: [] })
      expect(stdout).toContain('Nothing is written: --yes, or the tenant')
      expect(stderr.includes("Type the tenant's id (acme-dev)")).toBe('isTyped' in surroundings)
    }
    const typed = await stage.run(['deploy'], { stdin: 'acme-dev\n', isTyped: true })
    expect(typed).toMatchObject({ code: 0 })
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
      --adopt <name>      take over an Action that a0seal did not make, and that has
                          the name of one of the policy: its code is replaced; may
                          be repeated
      --dry-run           print the plan, and stop; exit code 1 where there is
                          something to do (default: false)
      --yes               write without asking for the tenant's id (default: false)
      --rollback          go back to the policy before: versions and bindings, all
                          of ours together (default: false)
      --json              print one JSON document (default: false)
      -h, --help          display help for command

    The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
    AUTH0_CLIENT_SECRET. Scopes: read:clients, read:actions; to write also create:actions and update:actions.

    Secrets come from files that only their owner can read (--keys), or from the environment under their names. Of a secret that
    holds no keys nothing tells whether it changed: --only NAME sends it anew.

    Actions that a0seal built and the policy has no more are unbound. One of somebody else that has the name of one of the policy is
    replaced only with --adopt NAME.

    Exit codes: 0 done, or nothing to do; 1 refused, failed, not confirmed, or done and doctor finds an error; 2 wrongly used; 3 stopped:
    run it again.
    "
  `)
})

describe('a0seal deploy, wrongly used or refused', () => {
  it('ends with 2, and writes nothing', async () => {
    const stage = await start()
    const cases: [args: string[], message: string][] = [
      [['deploy', '--yes', '--dry-run'], '--dry-run writes nothing'],
      [['deploy', '--rollback', '--only', 'x'], 'cannot be used with'],
      [['deploy', '--only', 'nope'], '--only nope: the policy has no such Action'],
      [['deploy', '--keys', 'nope'], 'it is NAME=FILE'],
      [['deploy', '--env', 'a b'], 'the name of an environment'],
      [['deploy', 'x'], 'too many arguments']
    ]
    for (const [args, message] of cases) {
      const { code, stderr, writes } = await stage.run(args, { isFresh: true })
      expect({ args, code, writes }).toEqual({ args, code: 2, writes: [] })
      expect(stderr).toContain(message)
    }
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
    expect(stderr).toContain('ERR_TENANT: POST /actions/actions: 400, the')
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
    expect(await stage.names()).toEqual(['their-enrich', 'their-mfa', 'their-audit'])
    expect(await stage.run(yes)).toMatchObject({ code: 0 })
    expect(await stage.names()).toEqual(wantedOrder)
  })

  it('where a build takes its time, waits for it', async () => {
    const stage = await start()
    let looks = 0
    const around: Around = async ({ method, path }, _, send) => {
      if (method !== 'GET' || !/actions\/actions\/[^/?]+$/.test(path) || ++looks > 5) return send()
      return Response.json({ ...((await (await send()).json()) as object), status: 'building' })
    }
    const { code, calls } = await stage.run([...yes, '--only', 'copy-user-metadata'], { around })
    expect(code).toBe(0)
    expect(looks).toBeGreaterThan(5)
    const deployed = calls.findIndex(({ path }) => path.endsWith('/deploy'))
    const built = calls.filter(({ path }, at) => at < deployed && /actions\/actions\/[^/?]+$/.test(path))
    expect(built.length).toBeGreaterThan(5)
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
    expect(await stage.names()).toEqual(wantedOrder)
  })

  it('ends while it waits for a build, and says so', async () => {
    const stage = await start()
    const around: Around = ({ method, path }, _, send) =>
      method === 'GET' && /actions\/actions\/[^/]+$/.test(path) ? building(send) : send()
    const building = async (send: () => Promise<Response>) =>
      Response.json({ ...((await (await send()).json()) as object), status: 'building' })
    const clock: Clock = {
      ...systemClock,
      sleep(ms, signal) {
        setImmediate(() => process.emit('SIGINT'))
        return systemClock.sleep(ms, signal)
      }
    }
    const { code, stdout } = await stage.run(yes, { around, clock })
    expect(code).toBe(3)
    expect(stdout).toContain('Stopped. What was begun is finished; run it again for the rest.')
  })
})
