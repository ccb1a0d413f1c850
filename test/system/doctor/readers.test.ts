import { describe, expect, it } from 'vitest'
import type { Area } from '../../../lib/admin/doctor/facts.js'
import { readFacts } from '../../../lib/admin/doctor/read-facts.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { jumpingClock } from '../../admin/clock.js'
import { type Around, clientOf } from '../../admin/local-tenant.js'
import { useTenants } from '../../tenant/setup.js'

const startTenant = useTenants()
const seed = {
  connections: [{ id: 'con_1', name: 'acme-idp', strategy: 'oidc', options: {} }],
  settings: { actionBuildMs: 0 }
}

/** Where each area comes from. */
const paths: [area: Area, path: RegExp][] = [
  ['actions', /\/bindings/],
  ['actions', /^\/actions\/actions\?/],
  ['connections', /^\/connections\?/],
  ['connections', /^\/connections\/[^/]+$/],
  ['scim', /scim-configuration/],
  ['applications', /^\/clients/],
  ['mfaPolicies', /^\/guardian/],
  ['settings', /^\/tenants/],
  ['customDomains', /^\/custom-domains/],
  ['eventStreams', /^\/event-streams/],
  ['logStreams', /^\/log-streams/],
  ['emailTemplates', /^\/email-templates/],
  ['rate', /^\/users/]
]

const readWith = async (tenant: Tenant, area: Area, around: Around) => {
  const client = await clientOf(tenant, { around, clock: jumpingClock() })
  const needs = new Set<Area>(area === 'scim' ? ['connections', 'scim'] : [area])
  return (await readFacts(client, { needs, names: [] }))[area]
}

/** Answers that say nothing, wherever they come from. `{}` says that there is SCIM. */
const answersFor = (area: Area): unknown[] => [
  ...(area === 'scim' ? [] : [{}]),
  ...(['mfaPolicies', 'customDomains', 'logStreams'].includes(area) ? [[null], [7], [[]]] : [[]]),
  null,
  7,
  'text'
]

describe('what a tenant answers', () => {
  it('is unknown where it is not what it should be', async () => {
    const tenant = await startTenant({ seed })
    for (const [area, path] of paths)
      for (const answer of answersFor(area)) {
        const around: Around = async (call, _, send) =>
          path.test(call.path) ? Response.json(answer) : send()
        expect({ area, answer, read: await readWith(tenant, area, around) }).toMatchObject({
          area,
          answer,
          read: { unread: expect.stringMatching(/^GET .*: the answer is not what it should be/), scopes: [] }
        })
      }
  })

  it('is no answer where a proxy says that there is none', async () => {
    const tenant = await startTenant({ seed })
    const page = () => Promise.resolve(new Response('<html>', { status: 404 }))
    const absent = () => Promise.resolve(Response.json({ message: 'no' }, { status: 404 }))
    for (const [area, path, none] of [
      ['scim', /scim/, []],
      ['emailTemplates', /^\/email-templates/, []]
    ] as const) {
      const around =
        (answer: () => Promise<Response>): Around =>
        (call, _, send) =>
          path.test(call.path) ? answer() : send()
      expect(await readWith(tenant, area, around(page))).toMatchObject({ unread: /: 404$/ })
      expect(await readWith(tenant, area, around(absent))).toEqual({ value: none })
    }
  })

  it('is not read without end', async () => {
    const tenant = await startTenant({ seed })
    const lists: [Area, RegExp, string, object][] = [
      ['applications', /^\/clients/, 'clients', { client_id: 'c' }],
      ['connections', /^\/connections\?/, 'connections', { id: 'con_1', name: 'x', strategy: 'oidc' }],
      ['eventStreams', /^\/event-streams/, 'eventStreams', { id: 'e' }]
    ]
    for (const [area, path, member, item] of lists) {
      let asked = 0
      const items = Array.from({ length: 100 }, (_, n) => ({
        ...item,
        [Object.keys(item)[0] ?? '']: `i${n}`
      }))
      const around: Around = async (call, _, send) => {
        if (!path.test(call.path)) return send()
        asked += 1
        if (asked > 5) throw new Error('read without end')
        return Response.json({ [member]: items, next: 'same' })
      }
      expect(await readWith(tenant, area, around)).toMatchObject({
        unread: expect.stringContaining('a further page of the list brings nothing new')
      })
      expect(asked).toBe(2)
    }
  })
})
