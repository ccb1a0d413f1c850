import { describe, expect, it } from 'vitest'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import { createFolders } from '../fixtures/folder.js'
import { callApi, tokenFor } from '../tenant/management/api.js'
import { useRuntime } from '../tenant/setup.js'
import { policyText, startStage, theirs } from './deploy-stage.js'

const emptyFolder = createFolders()
const runtime = useRuntime()

const seed: Seed = {
  connections: [
    { id: 'con_1', name: 'acme-idp', strategy: 'oidc', options: { non_persistent_attrs: ['gender'] } }
  ]
}

/** A tenant to which this policy is deployed. */
const start = async (more = '') => {
  const [enrich, , audit] = theirs
  const policy = policyText({ more }).replace(", { deployed: 'their-mfa' }", '')
  const actions = [enrich, audit].filter(action => action !== undefined)
  const stage = await startStage({ runtime, folder: await emptyFolder(), policy, actions, seed })
  expect(await stage.run(['deploy', '--yes'])).toMatchObject({ code: 0 })
  const token = await tokenFor(stage.tenant)
  return {
    ...stage,
    doctor: async (...args: string[]) => {
      const { code, stdout, stderr, writes } = await stage.run(['doctor', '--json', ...args])
      expect(writes).toEqual([])
      return { code, stderr, report: JSON.parse(stdout || '{}') }
    },
    patch: (path: string, body: unknown, method = 'PATCH') =>
      callApi(stage.tenant, path, { method, body, token }),
    token
  }
}

describe('a0seal doctor', () => {
  it('finds nothing in a healthy tenant, and writes nothing', async () => {
    const stage = await start()
    const { code, report } = await stage.doctor()
    expect(report.findings).toEqual([])
    expect(code).toBe(0)
    expect(report).toMatchObject({
      format: 'a0seal-doctor/1',
      tenant: 'acme-dev',
      domain: 'tenant.test',
      env: 'dev',
      ignored: []
    })
    const { stdout } = await stage.run(['doctor'])
    expect(stdout.replace(/policy \w+/, 'policy …')).toMatchInlineSnapshot(`
      "tenant acme-dev at tenant.test, policy …, environment dev
      Nothing found.
      "
    `)
  })
})
