import { describe, expect, it } from 'vitest'
import type { Around } from '../../admin/local-tenant.js'
import { theirs, useStages, yes } from './stage.js'

const start = useStages()
const others = theirs.map(({ name }) => name)

/** In the place of what is asked for at this path, until something is written there. */
const answering = (path: RegExp, answer: (body: ReturnType<typeof JSON.parse>) => unknown): Around => {
  let isWritten = false
  return async (call, _, send) => {
    if (!path.test(call.path)) return send()
    if (call.method !== 'GET') isWritten = true
    return isWritten || call.method !== 'GET' ? send() : Response.json(answer(await (await send()).json()))
  }
}

describe('a0seal deploy unbinds nobody', () => {
  it.each<[string, (body: ReturnType<typeof JSON.parse>) => unknown]>([
    ['{}', () => ({})],
    ['null for a list', body => ({ ...body, bindings: null })],
    ['a bare list', () => []],
    ['null', () => null],
    ['a number', () => 7],
    ['fewer than there are', body => ({ ...body, bindings: body.bindings.slice(0, 1) })]
  ])('where the bindings are answered with %s', async (_name, answer) => {
    const stage = await start()
    const { code, stderr, writes } = await stage.run(yes, { around: answering(/\/bindings/, answer) })
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stderr).toMatch(/^a0seal: ERR_TENANT: GET \/actions\/triggers\/[^:]+: the (answer|list) /)
    expect(await stage.names()).toEqual(others)
  })
})

describe('a0seal deploy shows nothing that a terminal would obey', () => {
  const name = '\u001b]0;x\u0007\u001b[2J\nPlan: 0 new'
  const around = answering(/\/bindings/, body => ({
    ...body,
    bindings: body.bindings.map((one: { action: object }) => ({ ...one, action: { ...one.action, name } }))
  }))

  it.each([[[]], [['--json']]])('with %j', async more => {
    const stage = await start()
    const { stdout, stderr } = await stage.run(['deploy', '--dry-run', ...more], { around })
    for (const character of ['\u001b', '\u0007']) expect(stdout + stderr).not.toContain(character)
    expect(stdout + stderr).not.toMatch(/^Plan: 0 new$/m)
    expect(stdout + stderr).toContain('\\u001b[2J')
  })
})

describe('a0seal deploy that is interrupted', () => {
  it('while it reads, ends with exit code 3 and writes nothing', async () => {
    const stage = await start()
    for (const path of ['/clients', '/actions/triggers', '/actions/actions']) {
      // What comes after it would be asked for again and again.
      const around: Around = async (call, _, send) => {
        if (!call.path.startsWith(path)) return send()
        process.emit('SIGINT')
        return Response.json({}, { status: 503 })
      }
      for (const args of [yes, [...yes, '--json']]) {
        const { code, stdout, writes } = await stage.run(args, { around })
        expect({ code, writes }).toEqual({ code: 3, writes: [] })
        expect(stdout).toMatch(args.includes('--json') ? /"outcome":"stopped"/ : /^Stopped\./)
      }
    }
    expect(await stage.names()).toEqual(others)
  })
})
