import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeTenant, type FakeTenant } from '../admin/fake-tenant.js'
import { type ServedTenant, serve } from '../admin/https-tenant.js'
import { fortyOptions, restOf } from '../admin/options.js'
import { runChild } from '../cli/run.js'

const main = fileURLToPath(new URL('../../build/cli/main.js', import.meta.url))
const before = JSON.stringify(fortyOptions)
const connection = {
  id: 'con_1',
  name: 'acme-idp',
  strategy: 'oidc',
  display_name: 'Acme',
  options: fortyOptions
}
const apply = ['deny-list', 'apply', '--attributes', 'gender', '--all', '--without-login']

let served: ServedTenant | undefined
afterEach(() => served?.stop())

const start = async (change: (tenant: FakeTenant) => void) => {
  const tenant = createFakeTenant([connection])
  change(tenant)
  served = await serve(tenant)
  const { env } = served
  return { tenant, env, run: (...args: string[]) => runChild(args, env) }
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
