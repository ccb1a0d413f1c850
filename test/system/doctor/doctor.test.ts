import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../lib/admin/doctor/finding.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import { runCli } from '../../cli/run.js'
import { policyText, promotedKeys, type RunOptions, seed, useStages } from '../deploy/stage.js'

const startStage = useStages()

const [connection] = seed.connections ?? []
const twoConnections: Seed = {
  ...seed,
  connections: [connection, { ...connection, id: 'con_2', name: 'other-idp' }] as Seed['connections'],
  settings: { actionBuildMs: 0 }
}

/** A tenant to which a policy is deployed, and in which somebody has logged in. */
const start = async () => {
  const stage = await startStage({ seed: twoConnections })
  expect(await stage.run(['deploy', '--yes'])).toMatchObject({ code: 0 })
  await stage.login()
  const dist = await stage.distOf()
  return {
    ...stage,
    async doctor(args: readonly string[] = [], options: RunOptions = {}) {
      const done = await stage.run(['doctor', '--json', '--dist', dist, ...args], options)
      expect(done.writes).toEqual([])
      const report = JSON.parse(done.stdout || '{}')
      return { ...done, report, findings: (report.findings ?? []) as Finding[] }
    }
  }
}

type Doctored = Awaited<ReturnType<typeof start>>

const idAndSubject = ({ id, subject }: Finding): string => `${id} ${subject}`

/** Something wrong for each finding that a command of ours mends. */
const spoil = async ({ actions, bound, call }: Doctored) => {
  const patch = (path: string, body: object) => call(path, { method: 'PATCH', body })
  await patch('connections/con_2', { options: { non_persistent_attrs: [] } })
  const release = (await actions()).find(({ name }) => name === 'release-attributes')
  const path = `actions/actions/${release.id}`
  await patch(path, { code: release.code.replace('\n', ' steal(event)\n') })
  await call(`${path}/deploy`, { method: 'POST' })
  await patch(path, { secrets: [{ name: 'A0SEAL_KEYS', value: 'changed' }] })
  const names = (await bound()).map(({ name }) => name).filter(name => name !== 'seal-attributes')
  const bindings = names.reverse().map(value => ({ ref: { type: 'action_name', value } }))
  await patch('actions/triggers/post-login/bindings', { bindings })
}

describe('a0seal doctor', () => {
  it('finds what is wrong, and where it names a command, that mends it', async () => {
    const stage = await start()
    // That an Action of theirs may challenge is no command's matter.
    const isMendable = ({ id }: Finding) => id !== 'D06'
    const healthy = await stage.doctor()
    expect(healthy.findings.filter(isMendable)).toEqual([])
    expect(healthy.report).toMatchObject({
      format: 'a0seal-doctor/1',
      tenant: 'acme-dev',
      domain: 'tenant.test',
      env: 'dev',
      ignored: []
    })

    await spoil(stage)
    const spoilt = (await stage.doctor()).findings.filter(isMendable)
    expect(spoilt.map(idAndSubject)).toEqual([
      'D02 acme-idp',
      'D03 post-login',
      'D03 their-mfa release-attributes',
      'D04 seal-attributes bound',
      'D04 release-attributes first line',
      'D05 release-attributes A0SEAL_KEYS',
      'D01 other-idp gender'
    ])
    const byPolicy = 'D03 their-mfa release-attributes'
    const commands = new Set(spoilt.filter(one => idAndSubject(one) !== byPolicy).map(({ fix }) => fix))
    for (const fix of commands) {
      const [npx, program, ...words] = fix.split(' ')
      expect([npx, program]).toEqual(['npx', 'a0seal'])
      const more = words[0] === 'deploy' ? ['--yes'] : []
      expect(await stage.run([...words, ...more], { withoutConfig: true })).toMatchObject({ code: 0 })
    }
    expect((await stage.doctor()).findings.filter(isMendable)).toEqual([])

    const rotated = await stage.doctor(['--only', 'D05'], { keys: promotedKeys })
    expect(rotated.findings.map(idAndSubject)).toEqual([
      'D05 seal-attributes A0SEAL_KEYS',
      'D05 release-attributes A0SEAL_KEYS'
    ])
  })

  it('fails as it is told to, ignores what the policy knows, and says so in words', async () => {
    const stage = await startStage()
    const known =
      "{ id: 'D06', subject: 'their-mfa', reason: 'asked for one application', until: '2999-12-31' }"
    const only = ['--only', 'D06,D09']
    const codes = async (...args: string[]) => (await stage.run(['doctor', ...only, ...args])).code
    expect([await codes(), await codes('--fail-on', 'error')]).toEqual([1, 0])
    const { stdout } = await stage.run(['doctor', ...only])
    expect(stdout.replace(/policy \w+/, 'policy …')).toMatchInlineSnapshot(`
      "tenant acme-dev at tenant.test, policy …, environment dev
      warning D06 the code of their-mfa may ask for MFA: denied attributes reach applications as sealed and released values only
        why: Where MFA is on, denied attributes do not reach tokens: Actions run before the challenge of a policy, and behind a challenge of an Action the profile is read from storage.
             https://auth0.com/docs/secure/security-guidance/data-security/denylist
        fix: Sign in once with a second factor, look that the application got its claims, and then ignore this in the policy.
      1 warning.
      "
    `)

    await stage.write(policyText().replace('copy:', `doctor: { ignore: [${known}] },\n  copy:`))
    const ignored = await stage.run(['doctor', ...only])
    expect(ignored).toMatchObject({ code: 0, stderr: '' })
    expect(ignored.stdout.replace(/policy \w+/, 'policy …')).toMatchInlineSnapshot(`
      "tenant acme-dev at tenant.test, policy …, environment dev
      ignored D06 their-mfa until 2999-12-31: asked for one application
      Nothing found; 1 ignored.
      "
    `)
  })

  it.each([
    ['an id that there is not', ['--only', 'D18'], 'they are D01 to D17'],
    ['a level that fails nothing', ['--fail-on', 'info'], 'Allowed choices are error, warning'],
    ['keys without a file', ['--keys', 'A0SEAL_KEYS'], 'it is NAME=FILE'],
    ['no tenant', [], 'AUTH0_DOMAIN is not set']
  ])('is wrongly used with %s', async (_, args, message) => {
    const { code, stderr } = await runCli(['doctor', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
