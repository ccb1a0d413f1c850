import { describe, expect, it, onTestFinished } from 'vitest'
import { createFakeTenant, type FakeTenant, json } from '../../admin/fake-tenant.js'
import { serve } from '../../admin/https-tenant.js'
import { fortyOptions } from '../../admin/options.js'
import { type Finished, runCli } from '../../cli/run.js'

// What the local tenant cannot do: hold a request, keep an option's bytes, answer with nonsense.

const connection = {
  id: 'con_1',
  name: 'acme-idp',
  strategy: 'oidc',
  display_name: 'Acme',
  options: fortyOptions
}
const apply = ['deny-list', 'apply', '--attributes', 'gender', '--all', '--without-login']

const start = (change: (tenant: FakeTenant) => void) => {
  const tenant = createFakeTenant([connection])
  change(tenant)
  const env = { AUTH0_DOMAIN: 'tenant.test', AUTH0_ACCESS_TOKEN: 'TEST-TOKEN' }
  return { tenant, run: (...args: string[]): Promise<Finished> => runCli(args, env, { fetch: tenant.fetch }) }
}

describe('deny-list apply, where somebody else writes', () => {
  it('between plan and write, writes nothing and says so', async () => {
    const { tenant, run } = start(tenant => {
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
    const { run } = start(tenant => {
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

describe('deny-list apply, interrupted', () => {
  it('finishes the connection it writes, leaves the others, and says that it is to be run again', async () => {
    const others = [2, 3].map(n => ({ ...connection, id: `con_${n}`, name: `other-${n}` }))
    const tenant = createFakeTenant([connection, ...others])
    const env = { AUTH0_DOMAIN: 'tenant.test', AUTH0_ACCESS_TOKEN: 'TEST-TOKEN' }
    tenant.intercept = ({ method, path }) => {
      // To the handlers of the command alone: a signal to the process would end other tests too.
      if (method === 'PATCH' && path === '/connections/con_1') process.emit('SIGTERM')
      return undefined
    }
    const { code, stdout, stderr } = await runCli(apply, env, { fetch: tenant.fetch })
    expect(code).toBe(3)
    expect(stderr).toContain('interrupted: run it again')
    expect(stdout.match(/not tried/g)).toHaveLength(2)
    expect(tenant.writes()).toHaveLength(1)
    tenant.intercept = () => undefined
    expect(await runCli(apply, env, { fetch: tenant.fetch })).toMatchObject({ code: 0 })
    expect(tenant.writes()).toHaveLength(3)
  })
})

describe('deny-list apply, interrupted before it writes', () => {
  const interruptedAt = async (isThere: (path: string) => boolean) => {
    const tenant = createFakeTenant([connection])
    const env = { AUTH0_DOMAIN: 'tenant.test', AUTH0_ACCESS_TOKEN: 'TEST-TOKEN' }
    tenant.intercept = ({ path }) => {
      if (!isThere(path)) return undefined
      process.emit('SIGTERM')
      return json({}, 503)
    }
    const done = await runCli(apply, env, { fetch: tenant.fetch })
    expect(tenant.writes()).toEqual([])
    return done
  }

  it('ends with exit code 3 while it makes its plan', async () => {
    expect(await interruptedAt(path => path.startsWith('/connections?'))).toEqual({
      code: 3,
      stdout: '',
      stderr: 'a0seal: interrupted before anything was written: run it again\n'
    })
  })

  it('and while it looks at the connection again', async () => {
    let seen = 0
    const { code, stdout } = await interruptedAt(path => path === '/connections/con_1' && ++seen === 2)
    expect(code).toBe(3)
    expect(stdout).toContain('not tried')
  })
})

describe('deny-list, where the list of connections is none', () => {
  it.each([['{}'], ['[]'], ['null'], ['7'], ['{"connections":null}'], ['{"connections":[null]}']])(
    'as %s is, stops and is never in step',
    async body => {
      const { tenant, run } = start(tenant => {
        tenant.intercept = ({ path }) => (path.startsWith('/connections?') ? json(body) : undefined)
      })
      for (const args of [apply, ['deny-list', 'plan', ...apply.slice(2)], ['deny-list', 'show', '--all']]) {
        const { code, stdout, stderr } = await run(...args)
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
        expect(stderr).toContain('GET /connections: the answer is not what it should be')
      }
      expect(tenant.writes()).toEqual([])
    }
  )
})

describe('deny-list, where the tenant fails', () => {
  it('says so on standard error, without a stack, a token or an option', async () => {
    const { run } = start(tenant => {
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
    const { tenant, run } = start(tenant => {
      tenant.intercept = ({ path }) => (path === '/connections/con_1' ? json('<html>') : undefined)
    })
    expect(await run(...apply)).toMatchObject({
      code: 1,
      stderr:
        'a0seal: ERR_TENANT: GET /connections/con_1: the tenant could not be reached (the answer is no JSON: is a proxy between?)\n'
    })
    expect(tenant.writes()).toEqual([])
  })

  it('does not trust a certificate of nobody', async () => {
    const served = await serve(createFakeTenant([connection]))
    onTestFinished(() => served.stop())
    const { code, stderr } = await runCli(['deny-list', 'show', '--all'], served.env)
    expect(code).toBe(1)
    expect(stderr).toMatch(/could not be reached \([A-Z_]+\): its certificate .* NODE_EXTRA_CA_CERTS=FILE/)
  })
})
