import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { type LoadedPolicy, loadActions } from '../../../lib/tenant/development/load-actions.js'
import type { Lane } from '../../../lib/tenant/inspector/lanes/lane.js'
import { lanesImage } from '../../../lib/tenant/inspector/view/svg.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { useTenants } from '../setup.js'

const startTenant = useTenants()
let loaded: LoadedPolicy
beforeAll(async () => {
  loaded = await loadActions({ config: 'a0seal.config.ts' })
})

const imageOf = async (tenant: Tenant): Promise<string> => {
  await login(tenant, { client_id: 'hr-web', persona: 'oidc|acme-idp|ada' })
  const html = await (await fetch(tenant.inspector)).text()
  const [, id = ''] = /href="\/inspector\/([\w-]+)"/.exec(html) ?? []
  return (await fetch(`${tenant.inspector}/${id}/picture.svg`)).text()
}

describe('the picture as an image', () => {
  test('is the one of docs, whatever keys there are', async () => {
    const tenant = await startTenant({
      actions: loaded.actions,
      ...(loaded.policy && { policy: loaded.policy }),
      ...(loaded.seed && { seed: loaded.seed })
    })
    const image = await imageOf(tenant)
    expect(image).toContain('encrypted to hr-web')
    expect(await readFile('docs/picture.svg', 'utf8')).toBe(image)
  })

  test('has a style that its page lets it have', async () => {
    const tenant = await startTenant()
    await login(tenant, { client_id: 'hr-web', persona: 'oidc|acme-idp|ada' })
    const html = await (await fetch(tenant.inspector)).text()
    const [, id = ''] = /href="\/inspector\/([\w-]+)"/.exec(html) ?? []
    const answer = await fetch(`${tenant.inspector}/${id}/picture.svg`)
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(await answer.text()) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
  })

  test('shows markup as text, and has nothing from elsewhere', () => {
    const passage = { tone: 'plain' as const, text: '<script>alert("1")</script> & more' }
    const lane: Lane = {
      name: '<b>name</b>',
      kind: 'attribute',
      stations: {
        sent: [passage],
        denied: [],
        sealed: [],
        stored: [],
        released: [],
        userinfo: []
      },
      alone: '<i>'
    }
    const image = lanesImage([lane], '</title><script>')
    expect(image).not.toMatch(/<(script|b|i)>/)
    expect(image.match(/https?:\/\/[^"]+/g)).toEqual(['http://www.w3.org/2000/svg'])
  })
})
