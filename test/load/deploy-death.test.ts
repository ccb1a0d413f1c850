import { describe, expect, it } from 'vitest'
import { planRollback, readHistories, runRollback } from '../../lib/admin/deploy/rollback.js'
import { runDeploy } from '../../lib/admin/deploy/run.js'
import type { Wanted } from '../../lib/admin/deploy/wanted.js'
import { jumpingClock } from '../admin/clock.js'
import { type Around, clientOf, deathAt } from '../admin/local-tenant.js'
import {
  addedKeys,
  ann,
  oldKeys,
  policyText,
  promotedKeys,
  type Stage,
  useStages,
  wantedOrder
} from '../system/deploy/stage.js'

const start = useStages()

const ours = ['seal-attributes', 'copy-user-metadata', 'release-attributes']
const theirs = ['their-enrich', 'their-mfa', 'their-audit']

/** Deploys, and says by which methods it called. */
const deploy = async ({ tenant }: Stage, wanted: Wanted, keys: string, around?: Around) => {
  const clock = jumpingClock()
  const methods: string[] = []
  const client = await clientOf(tenant, {
    clock,
    around: (call, number, send) => {
      methods.push(call.method)
      return around ? around(call, number, send) : send()
    }
  })
  const context = { client, clock, values: { A0SEAL_KEYS: keys }, modules: new Map() }
  const { outcome } = await runDeploy(wanted, context, { confirm: async () => true })
  return { outcome, methods }
}

/** What a tenant comes to: names, places and content, and nothing that depends on the way there. */
const endOf = async (stage: Stage) => ({
  bound: (await stage.bound()).map(({ name, display_name }) => [name, display_name]),
  actions: (await stage.actions()).map(({ name, code, secrets, deployed_version }) => [
    name,
    code,
    deployed_version?.code,
    secrets.map(({ name }: { name: string }) => name)
  ])
})

/** Of a login at any moment: theirs ran in their order, release never before sealing, and nothing was lost. */
const checkLogin = async (stage: Stage, wasReleased: boolean) => {
  const { claims } = await stage.login()
  const ran = stage.lastRun() ?? []
  expect(ran.filter(name => theirs.includes(name))).toEqual(theirs)
  if (ran.includes('release-attributes')) {
    expect(ran.indexOf('seal-attributes')).toBeGreaterThanOrEqual(0)
    expect(ran.indexOf('seal-attributes')).toBeLessThan(ran.indexOf('release-attributes'))
  }
  const isReleased = ran.includes('release-attributes')
  expect(isReleased || !wasReleased).toBe(true)
  expect(claims?.['https://acme.example/gender']).toBe(isReleased ? 'gender-canary' : undefined)
  expect(Object.keys(stage.tenant.user(ann)?.app_metadata ?? {})).toEqual(
    ran.includes('seal-attributes') ? ['sealed_demographics'] : []
  )
}

interface Scenario {
  /** What runs before; nothing of ours where there is none. */
  before: string[]
  keys: string
  policy: string
}

const other = policyText({ attributes: "'gender', 'ethnicity'" })
const scenarios: [string, Scenario][] = [
  ['a first deploy', { before: [], keys: oldKeys, policy: policyText() }],
  ['another policy, and a key that is added', { before: [oldKeys], keys: addedKeys, policy: other }],
  ['a key that is promoted', { before: [oldKeys, addedKeys], keys: promotedKeys, policy: policyText() }]
]

describe.each(scenarios)('death in %s', (_, { before, keys, policy }) => {
  const prepare = async () => {
    const stage = await start()
    for (const earlier of before) await deploy(stage, await stage.wanted(earlier), earlier)
    if (before.length > 0) await checkLogin(stage, true)
    await stage.write(policy)
    return { stage, wanted: await stage.wanted(keys) }
  }

  it('after each single call, before or after it was done, comes to the same end when it is run again', async () => {
    const whole = await prepare()
    const { methods } = await deploy(whole.stage, whole.wanted, keys)
    const end = await endOf(whole.stage)
    expect(end.bound.map(([name]) => name)).toEqual(wantedOrder)
    expect(methods.length).toBeGreaterThan(15)
    for (const [index, method] of methods.entries()) {
      const death = index + 1
      // A read that was done and not answered is a read that was not done.
      for (const isDone of method === 'GET' ? [false] : [false, true]) {
        const { stage, wanted } = await prepare()
        const dying = deploy(stage, wanted, keys, deathAt(death, { isDone }))
        await expect(dying, `call ${death}`).rejects.toMatchObject({ code: 'ERR_TENANT' })
        await checkLogin(stage, before.length > 0)
        expect(await deploy(stage, wanted, keys)).toMatchObject({
          outcome: expect.stringMatching(/^(done|nothing-to-do)$/)
        })
        await checkLogin(stage, true)
        expect(await endOf(stage)).toEqual(end)
        expect(await deploy(stage, wanted, keys)).toMatchObject({ outcome: 'nothing-to-do' })
        await stage.tenant.stop()
      }
    }
    expect(end.actions.map(([name]) => name)).toEqual([...theirs, ...ours])
  }, 900_000)
})

describe('death in a rollback', () => {
  const prepare = async () => {
    const stage = await start()
    await deploy(stage, await stage.wanted(oldKeys), oldKeys)
    const before = await endOf(stage)
    await stage.write(other)
    await deploy(stage, await stage.wanted(oldKeys), oldKeys)
    return { stage, before }
  }
  const rollBack = async ({ tenant }: Stage, around?: Around) => {
    const clock = jumpingClock()
    const client = await clientOf(tenant, { clock, ...(around && { around }) })
    const plan = planRollback(await readHistories(client))
    await runRollback(plan, { client, clock, values: {}, modules: new Map() })
    return plan.steps.length
  }

  it('after each single call comes to the policy before when it is run again, and stays there', async () => {
    let calls = 0
    const whole = await prepare()
    await rollBack(whole.stage, (_call, number, send) => {
      calls = number
      return send()
    })
    expect(await endOf(whole.stage)).toEqual(whole.before)
    for (let death = 1; death <= calls; death += 1) {
      const { stage, before } = await prepare()
      await expect(rollBack(stage, deathAt(death, { isDone: true }))).rejects.toMatchObject({
        code: 'ERR_TENANT'
      })
      await checkLogin(stage, true)
      await rollBack(stage)
      await checkLogin(stage, true)
      expect(await endOf(stage)).toEqual(before)
      expect(await rollBack(stage)).toBe(0)
      await stage.tenant.stop()
    }
  }, 600_000)
})
