import { expect, test } from 'vitest'
import { createCookieJar, login } from '../../../lib/tenant/client/login.js'
import { changesBetween } from '../../../lib/tenant/inspector/lanes/compare.js'
import type { Lane } from '../../../lib/tenant/inspector/lanes/lane.js'
import { ada } from '../action.js'
import { useTenants } from '../setup.js'
import { textOf } from './lanes.js'

const startTenant = useTenants()

const lane = (sent: string, value: string): Lane => ({
  name: 'gender',
  kind: 'attribute',
  slot: 'demographics',
  stations: {
    sent: [{ tone: 'plain', text: sent, value }],
    denied: [{ tone: 'good', text: 'denied' }],
    sealed: [],
    stored: [{ tone: 'good', text: 'sealed', value }],
    released: [],
    userinfo: []
  },
  alone: ''
})

test('what changed is told station by station; sealed values are other bits each time', () => {
  expect(changesBetween([lane('by A', 'x')], [lane('by A', 'x')])).toEqual([])
  expect(changesBetween([lane('by A', 'x')], [lane('by A', 'y')])).toEqual([
    { name: 'gender', station: 'sent', before: 'by A: "x"', after: 'by A: "y"' }
  ])
})

test('a lane that one login does not have is a change in each of its stations', () => {
  const changes = changesBetween([], [lane('by A', 'x')])
  expect(changes.map(({ station }) => station)).toEqual([
    'sent',
    'denied',
    'sealed',
    'stored',
    'released',
    'userinfo'
  ])
})

test('two logins stand side by side, the older one on the left, whichever was chosen first', async () => {
  const tenant = await startTenant()
  const jar = createCookieJar()
  await login(tenant, { client_id: 'hr-web', persona: ada, jar })
  await login(tenant, { client_id: 'crm-web', persona: ada, jar })
  const html = await (await fetch(tenant.inspector)).text()
  const ids = [...html.matchAll(/<li><a href="\/inspector\/([\w-]+)"/g)].map(([, id]) => id)
  for (const [one, other] of [ids, [...ids].reverse()]) {
    const compared = textOf(await (await fetch(`${tenant.inspector}/${one}?with=${other}`)).text())
    expect(compared).toMatch(
      /What changed Where Ada Fictional, sign-in, HR, [\d:]+ Ada Fictional, single sign-on, CRM, [\d:]+ gender Sent by Acme Workforce: &quot;gender-of-ada&quot; nobody was asked/
    )
  }
  expect(await (await fetch(`${tenant.inspector}/${ids[0]}?with=none`)).text()).not.toContain(
    'What changed</h2>'
  )
})
