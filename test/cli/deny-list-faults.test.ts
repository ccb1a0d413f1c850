import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeTenant, type FakeTenant, json } from '../admin/fake-tenant.js'
import { type ServedTenant, serve } from '../admin/https-tenant.js'
import { fortyOptions, restOf } from '../admin/options.js'
import { runCli } from './run.js'

// What the local tenant cannot do: hold a request, keep an option's bytes, answer with nonsense.

const main = fileURLToPath(new URL('../../build/cli/main.js', import.meta.url))
const before = JSON.stringify(fortyOptions)
const connection = {
  id: 'con_1',
  name: 'acme-idp',
  strategy: 'oidc',
  display_name: 'Acme',
  options: fortyOptions
}
const apply = ['deny-list', 'apply', '--attributes', 'gender', '--all']

let served: ServedTenant | undefined
afterEach(() => served?.stop())

const start = async (change: (tenant: FakeTenant) => void = () => {}) => {
  const tenant = createFakeTenant([connection])
  change(tenant)
  served = await serve(tenant)
  const { env } = served
  return { tenant, env, run: (...args: string[]) => runCli(args, env) }
}

const listIn = (tenant: FakeTenant) => JSON.parse(tenant.optionsText('con_1')).non_persistent_attrs

describe('deny-list apply, killed', () => {
  /** Ends the process, with no chance to clean up, when the request numbered so of its kind comes in. */
  const killAt = async (method: string, count: number) => {
    let isHeld = () => {}
    const held = new Promise<void>(resolve => {
      isHeld = resolve
    })
    const { tenant, env, run } = await start(tenant => {
      let seen = 0
      tenant.intercept = request => {
        if (request.method !== method || request.path !== '/connections/con_1') return undefined
        seen += 1
        if (seen !== count) return undefined
        isHeld()
        return new Promise<Response>(() => {})
      }
    })
    const child = spawn(process.execPath, [main, ...apply], { env })
    await held
    child.kill('SIGKILL')
    await once(child, 'close')
    delete tenant.intercept
    return { tenant, run }
  }

  it.each([
    ['while it plans', 'GET', 1],
    ['between GET and PATCH', 'GET', 2],
    ['before the PATCH is taken in', 'PATCH', 1]
  ])(
    '%s, has written nothing, and run again leaves all other options byte for byte',
    async (_, method, count) => {
      const { tenant, run } = await killAt(method, count)
      expect(tenant.optionsText('con_1')).toBe(before)
      expect(await run(...apply)).toMatchObject({ code: 0, stderr: '' })
      expect(listIn(tenant)).toEqual(['gender'])
      expect(restOf(tenant.optionsText('con_1'))).toBe(before)
      expect(tenant.connection('con_1')).toMatchObject({ display_name: 'Acme' })
    }
  )

  it('while it reads back, has written all of it', async () => {
    const { tenant, run } = await killAt('GET', 3)
    expect(listIn(tenant)).toEqual(['gender'])
    expect(restOf(tenant.optionsText('con_1'))).toBe(before)
    const { code, stdout } = await run(...apply)
    expect(code).toBe(0)
    expect(stdout).toContain('in step already')
  })
})

describe('deny-list apply, where somebody else writes', () => {
  it('between plan and write, writes nothing and says so', async () => {
    const { tenant, run } = await start(tenant => {
      let reads = 0
      tenant.intercept = ({ method, path }) => {
        if (method === 'GET' && path === '/connections/con_1' && ++reads === 2)
          tenant.change('con_1', { options: { ...fortyOptions, scope: 'openid' } })
        return undefined
      }
    })
    const { code, stdout } = await run(...apply)
    expect(code).toBe(1)
    expect(stdout).toContain('NOT WRITTEN: somebody changed the connection meanwhile')
    expect(tenant.writes()).toEqual([])
    expect(await run(...apply)).toMatchObject({ code: 0 })
    expect(JSON.parse(tenant.optionsText('con_1')).scope).toBe('openid')
  })

  it('right after it, finds it by reading back, and shows no value', async () => {
    const { run } = await start(tenant => {
      tenant.intercept = request => {
        if (request.method !== 'PATCH') return undefined
        tenant.change('con_1', { options: { client_secret: 'TEST-SECRET of somebody else' } })
        return json({})
      }
    })
    const { code, stdout, stderr } = await run(...apply)
    expect(code).toBe(1)
    expect(stdout).toContain('READS BACK DIFFERENT in options.client_id, options.client_secret')
    expect(stdout + stderr).not.toContain('TEST-SECRET')
  })
})

describe('deny-list, where the tenant fails', () => {
  it('says so on standard error, without a stack, a token or an option', async () => {
    const { run } = await start(tenant => {
      tenant.intercept = () => json({ message: 'Query validation error' }, 400)
    })
    const { code, stdout, stderr } = await run('deny-list', 'show', '--all')
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'a0seal: ERR_TENANT: GET /connections: 400, Query validation error\n'
    })
  })

  it('refuses a page of a proxy that comes as an answer', async () => {
    const { tenant, run } = await start(tenant => {
      tenant.intercept = ({ path }) => (path === '/connections/con_1' ? json('<html>') : undefined)
    })
    expect(await run(...apply)).toMatchObject({
      code: 1,
      stderr: 'a0seal: ERR_TENANT: GET /connections/con_1: the answer is no connection\n'
    })
    expect(tenant.writes()).toEqual([])
  })

  it('does not trust a certificate of nobody', async () => {
    const { env } = await start()
    const { NODE_EXTRA_CA_CERTS, ...others } = env
    const { code, stderr } = await runCli(['deny-list', 'show', '--all'], others)
    expect(code).toBe(1)
    expect(stderr).toMatch(/could not be reached \([A-Z_]+\)\n$/)
  })
})
