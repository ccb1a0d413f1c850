import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Around } from '../../admin/local-tenant.js'
import { oldKeys, policyText, type Stage, useStages, yes } from './stage.js'

const start = useStages()

describe('a0seal deploy, with Actions of one’s own', () => {
  const order = `'seal-attributes', { file: 'add-roles.js', secrets: ['ROLES_KEY'], dependencies: { lodash: '4.17.21' } }, 'release-attributes'`

  it('deploys and binds them beside ours, and sends a secret of theirs anew only where it is told to', async () => {
    const stage = await start({ policy: policyText({ copy: '', order }), actions: [] })
    const code =
      "exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim('https://acme.example/roles', require('lodash').trim(event.secrets.ROLES_KEY)) }"
    await writeFile(join(stage.folder, 'add-roles.js'), code)
    const run = (args: string[], ROLES_KEY = 'TEST-ROLES') =>
      stage.run(args, { env: { ROLES_KEY }, isFresh: true })
    expect(await run(yes)).toMatchObject({ code: 0 })
    expect(await stage.names()).toEqual(['seal-attributes', 'add-roles', 'release-attributes'])
    expect((await stage.actions()).find(({ name }) => name === 'add-roles')).toMatchObject({
      dependencies: [{ name: 'lodash', version: '4.17.21' }],
      secrets: [{ name: 'ROLES_KEY' }]
    })
    const again = await run(yes, 'TEST-OTHER')
    expect(again).toMatchObject({ code: 0, writes: [] })
    const only = await run([...yes, '--only', 'add-roles'], 'TEST-OTHER')
    expect(only.writes.map(({ method }) => method)).toEqual(['PATCH', 'POST'])
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/roles': 'TEST-OTHER' })
    expect(again.stdout + only.stdout + only.stderr).not.toContain('TEST-')
  })

  const file = 'exports.onExecutePostLogin = async () => {}'
  const withOwn = (own: string) =>
    policyText({ copy: '', order: `'seal-attributes', ${own} 'release-attributes'` })
  const boundTo = async (stage: Stage, trigger: string) =>
    (await stage.call(`actions/triggers/${trigger}/bindings`)).bindings.map(
      ({ action }: { action: { name: string } }) => action.name
    )

  it('retires those that the policy has no more, renamed or at a trigger that it says nothing of; doctor finds them before', async () => {
    const both = `'post-login': ['seal-attributes', { file: 'own.js', name: 'roles' }, 'release-attributes'], 'credentials-exchange': [{ file: 'm2m.js' }]`
    const policy = policyText({ copy: '' }).replace(/'post-login': \[.*\]/, both)
    const stage = await start({ policy, actions: [] })
    await writeFile(join(stage.folder, 'own.js'), file)
    await writeFile(join(stage.folder, 'm2m.js'), 'exports.onExecuteCredentialsExchange = async () => {}')
    expect(await stage.run(yes, { isFresh: true })).toMatchObject({ code: 0 })
    expect(await boundTo(stage, 'credentials-exchange')).toEqual(['m2m'])

    await stage.write(withOwn(`{ file: 'own.js', name: 'my-roles' },`))
    const doctor = async () =>
      JSON.parse((await stage.run(['doctor', '--json', '--only', 'D04'])).stdout).findings.map(
        ({ subject }: { subject: string }) => subject
      )
    expect(await doctor()).toEqual(expect.arrayContaining(['roles left over', 'm2m left over']))
    const renamed = await stage.run(yes, { isFresh: true })
    expect(renamed).toMatchObject({ code: 0 })
    expect(renamed.stdout.replace(/[0-9a-f]{8}…/g, 'hash…')).toMatchInlineSnapshot(`
      "~ seal-attributes        version 1 → 2
      + my-roles               new
      ~ release-attributes     version 1 → 2
        post-login           1 seal-attributes
                           + 2 my-roles
                             3 release-attributes
                           -   roles   (the policy has it no more)
        credentials-exchange -   m2m   (the policy has it no more)
      Plan: 1 new, 2 changed, 0 same; 1 bindings added, 2 kept, 2 removed.
      Done. Sign in once with an account that has such an attribute; then \`npx a0seal deny-list plan\`.
      "
    `)
    expect(await stage.names()).toEqual(['seal-attributes', 'my-roles', 'release-attributes'])
    expect(await boundTo(stage, 'credentials-exchange')).toEqual([])
    expect(await doctor()).toEqual([])
    expect(await stage.run(yes, { isFresh: true })).toMatchObject({ code: 0, writes: [] })
  })

  it('leaves an Action of somebody else that has the name of one, in its draft or deployed, until it may be taken over', async () => {
    const policy = withOwn(`{ file: 'audit.js' }, { file: 'email-domain.js' },`)
    const stage = await start({ policy, actions: [{ name: 'audit', secrets: {}, code: '// theirs' }] })
    for (const name of ['audit.js', 'email-domain.js']) await writeFile(join(stage.folder, name), file)
    await stage.call('actions/actions', {
      method: 'POST',
      body: {
        name: 'email-domain',
        supported_triggers: [{ id: 'post-login', version: 'v3' }],
        code: '/* weeks of their work */',
        runtime: 'node22'
      }
    })
    const before = await stage.actions()
    const refused = await stage.run(yes, { isFresh: true })
    expect(refused).toMatchObject({ code: 1, writes: [] })
    for (const name of ['audit', 'email-domain'])
      expect(refused.stdout).toContain(`problem: ${name} is an Action of somebody else`)
    expect(await stage.actions()).toEqual(before)

    expect(await stage.run([...yes, '--adopt', 'roles'], { isFresh: true })).toMatchObject({ code: 2 })
    const adopt = ['--adopt', 'audit', '--adopt', 'email-domain']
    const adopted = await stage.run([...yes, ...adopt], { isFresh: true })
    expect(adopted).toMatchObject({ code: 0 })
    expect(adopted.stdout).toContain('! is an Action of somebody else, and is replaced: --adopt')
    expect(await stage.names()).toEqual(['seal-attributes', 'audit', 'email-domain', 'release-attributes'])
    expect(await stage.run(yes, { isFresh: true })).toMatchObject({ code: 0, writes: [] })
  })

  it('goes on where a run died behind the draft: it says that it is ours', async () => {
    const stage = await start({ policy: withOwn(`{ file: 'audit.js' },`), actions: [] })
    await writeFile(join(stage.folder, 'audit.js'), file)
    const around: Around = async ({ method, path }, _, send) =>
      method === 'POST' && path.endsWith('/deploy') ? Response.json({}, { status: 400 }) : send()
    expect(await stage.run([...yes, '--only', 'audit'], { isFresh: true, around })).toMatchObject({ code: 1 })
    expect(await stage.run(yes, { isFresh: true })).toMatchObject({ code: 0 })
  })

  it('takes secrets that are named like what every object has', async () => {
    const policy = withOwn(`{ file: 'audit.js', secrets: ['constructor'] },`)
    const stage = await start({
      policy: policy.replace("gender'] }", "gender'], keys: 'toString' }"),
      actions: []
    })
    await writeFile(join(stage.folder, 'audit.js'), file)
    const none = await stage.run(yes, { isFresh: true })
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('ERR_NO_KEYS') })
    for (const name of ['constructor', 'toString']) expect(none.stderr).toContain(name)
    const env = { constructor: 'TEST-OWN', toString: oldKeys } as unknown as Record<string, string>
    expect(await stage.run(yes, { isFresh: true, env })).toMatchObject({ code: 0 })
    expect(await stage.run(yes, { isFresh: true, env })).toMatchObject({ code: 0, writes: [] })
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
  })
})
