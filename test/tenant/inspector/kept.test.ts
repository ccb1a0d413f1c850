import { describe, expect, test } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { createCookieJar, visit } from '../../../lib/tenant/client/login.js'
import { bytesOf, type KeptLimits, keptLimits } from '../../../lib/tenant/inspector/kept.js'
import type { InspectedLogin, InspectedRun } from '../../../lib/tenant/inspector/login.js'
import { createInspectedLogins } from '../../../lib/tenant/inspector/logins.js'
import { action, ada, callback } from '../action.js'
import { useTenants } from '../setup.js'
import { textOf } from './lanes.js'

const startTenant = useTenants()

const leg = (of: Partial<InspectedRun>): InspectedRun => ({
  outcome: { type: 'completed' },
  actions: [],
  rules: [],
  bound: [],
  isExplained: false,
  bytes: 0,
  executions: () => [],
  claims: { idToken: {}, accessToken: {} },
  dropped: [],
  ...of
})

const createLogins = (limits: Partial<KeptLimits>) => {
  const logins = createInspectedLogins(() => new Date(0), { ...keptLimits, ...limits })
  const add = (...runs: InspectedRun[]): InspectedLogin => {
    const added = logins.add({ kind: 'sign-in', client: { id: 'hr-web', name: 'HR' } })
    for (const run of runs) {
      added.runs.push(run)
      logins.changed(added)
    }
    return added
  }
  return { logins, add }
}

describe('the oldest logins go', () => {
  test('where there are too many', () => {
    const { logins, add } = createLogins({ logins: 2 })
    const [, second, third] = [add(), add(), add()]
    expect(logins.list()).toEqual([third, second])
  })

  test('where they are too large together, and the newest stays whatever its size', () => {
    const { logins, add } = createLogins({ bytes: 1_000 })
    const [first, second] = [add(leg({ bytes: 400 })), add(leg({ bytes: 400 }))]
    expect(logins.list()).toEqual([second, first])
    const third = add(leg({ bytes: 400 }))
    expect(logins.list()).toEqual([third, second])
    const large = add(leg({ bytes: 5_000 }))
    expect(logins.list()).toEqual([large])
    // What went is not counted any more, also where it goes on.
    first.runs.push(leg({ bytes: 5_000 }))
    logins.changed(first)
    large.runs = []
    logins.changed(large)
    expect([add(leg({ bytes: 400 })), add(leg({ bytes: 400 }))]).toHaveLength(2)
    expect(logins.list()).toHaveLength(3)
  })

  test('by all that is kept of them', () => {
    const { logins, add } = createLogins({ bytes: 3_000 })
    const parts = ['stored', 'userinfo'] as const
    for (const part of parts) {
      const one = add()
      one[part] = { text: 'x'.repeat(2_000) }
      logins.changed(one)
    }
    expect(logins.list()).toHaveLength(1)
    expect(bytesOf({ text: 'é' })).toBe(13)
    expect(bytesOf(undefined)).toBe(0)
  })
})

describe('of a login with many legs', () => {
  test('the first, the last, and those with Actions of ours stay', () => {
    const { add } = createLogins({ legsPerLogin: 3 })
    const legs = [0, 1, 2, 3, 4].map(bytes => leg({ bytes, isExplained: bytes === 1 }))
    const { runs, legsLeftOut } = add(...legs)
    expect(runs).toEqual([legs[0], legs[1], legs[4]])
    expect(legsLeftOut).toBe(2)
  })

  test('as many stay as are not too large', () => {
    const { add } = createLogins({ bytesPerLogin: 1_000 })
    const legs = [1, 2, 3, 4].map(() => leg({ bytes: 300 }))
    expect(add(...legs).runs).toEqual([legs[0], legs[2], legs[3]])
  })

  test('the picture says that there were more, and no test is made of it', async () => {
    const again = `const legs = (event.transaction.metadata.legs ?? 0) + 1
      api.transaction.setMetadata('legs', legs)
      if (legs < 22) api.redirect.sendUserTo('https://terms.acme.example/')`
    const leave = action('leave', again, again)
    const policy = definePolicy({
      namespace: 'https://acme.example/',
      slots: { demographics: { attributes: ['gender'] } }
    })
    const tenant = await startTenant({ actions: [leave], policy })
    const jar = createCookieJar()
    let url = new URL(`authorize?client_id=hr-web&response_type=code&scope=openid`, tenant.issuer)
    url.searchParams.set('redirect_uri', callback)
    let init: RequestInit = {}
    while (!url.href.startsWith(callback)) {
      const location = (await visit(jar, url, init)).headers.get('location')
      const state = url.searchParams.get('state') ?? ''
      init = {}
      if (location === null)
        init = { method: 'POST', body: new URLSearchParams({ state, persona: ada, connection: 'acme-idp' }) }
      else url = new URL(location, url)
      if (url.hostname === 'terms.acme.example') url = new URL(`continue${url.search}`, tenant.issuer)
    }
    const html = textOf(await (await fetch(tenant.inspector)).text())
    expect(html).toContain('It came back more often: 2 more legs are not kept.')
    expect(html).toContain('No test of the kit can be made of it: it came back more often than is kept.')
  })
})
