import { describe, expect, it } from 'vitest'
import { readModules } from '../../../lib/admin/deploy/modules.js'
import { runDeploy } from '../../../lib/admin/deploy/run.js'
import { callApi, tokenFor } from '../../tenant/management/api.js'
import { useTenants } from '../../tenant/setup.js'
import { jumpingClock } from '../clock.js'
import { clientOf } from '../local-tenant.js'
import { codeOf, wanted } from './facts.js'

const start = useTenants()

const stage = async () => {
  const tenant = await start({ seed: { settings: { actionBuildMs: 0 } } })
  const token = await tokenFor(tenant)
  const post = async (path: string, body: object) =>
    (await callApi(tenant, path, { method: 'POST', body, token })).body
  const { id } = await post('actions/modules', { name: 'shared', code: 'exports.one = 1' })
  await post(`actions/modules/${id}/versions`, {})
  return { tenant, token, client: await clientOf(tenant), id }
}
const own = wanted({ name: 'add-roles', modules: { shared: 1 }, code: codeOf({ name: 'add-roles' }) })

describe('modules of the tenant', () => {
  it('are named in requests by the ids of their versions', async () => {
    const { tenant, token, client, id } = await stage()
    const modules = await readModules(client, [own])
    expect(modules.get('shared@1')).toEqual({ module_id: id, module_version_id: expect.any(String) })
    const context = { client, clock: jumpingClock(), values: {}, modules }
    const all = { actions: [own], order: {} }
    expect(await runDeploy(all, context, { confirm: async () => true })).toMatchObject({ outcome: 'done' })
    const { actions } = (await callApi(tenant, 'actions/actions', { token })).body
    expect(actions[0].deployed_version.modules).toMatchObject([
      { module_name: 'shared', module_version_number: 1 }
    ])
    expect(await runDeploy(all, context, { confirm: async () => true })).toMatchObject({
      outcome: 'nothing-to-do'
    })
  })

  it.each([
    ['shared', 2],
    ['other', 1]
  ])(
    'that the tenant has not (%s, version %i) are refused before anything is written',
    async (name, number) => {
      const { client } = await stage()
      await expect(readModules(client, [wanted({ modules: { [name]: number } })])).rejects.toMatchObject({
        code: 'ERR_TENANT',
        message: `the tenant has no version ${number} of the module ${name}: publish it first`
      })
    }
  )

  it('are not asked for where no Action names one', async () => {
    const calls: string[] = []
    const { tenant } = await stage()
    const client = await clientOf(tenant, {
      around: ({ path }, _, send) => {
        calls.push(path)
        return send()
      }
    })
    expect((await readModules(client, [wanted()])).size).toBe(0)
    expect(calls).toEqual([])
  })
})
