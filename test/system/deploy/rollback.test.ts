import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Around } from '../../admin/local-tenant.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'
import { addedKeys, policyText, promotedKeys, useStages, yes } from './stage.js'

const start = useStages()

describe('a0seal deploy --rollback', () => {
  it('brings all of ours back, the draft too, and is not undone when it is run again', async () => {
    const stage = await start()
    await stage.run(yes)
    const codes = async () =>
      (await stage.actions()).map(({ code, deployed_version }) => [code, deployed_version.code])
    const before = await codes()
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    await stage.run(yes)
    const back = await stage.run(['deploy', '--rollback', '--yes'])
    expect(back).toMatchObject({ code: 0 })
    expect(back.stdout).toMatch(/^back to policy [0-9a-f]{12}, env dev/)
    expect(await codes()).toEqual(before)
    expect(await stage.run(['deploy', '--rollback', '--yes'])).toMatchObject({ code: 1, writes: [] })
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
  })

  it('is refused past a rotation', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    await stage.run(yes, { keys: addedKeys })
    await stage.run(yes, { keys: promotedKeys })
    const { code, stdout, writes } = await stage.run(['deploy', '--rollback', '--yes'])
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout).toContain(`has not the key ${secretJWK(2).kid}, which A0SEAL_KEYS seals with now`)
  })

  const back = ['deploy', '--rollback', '--yes']

  it('unbinds what came with the newer policy, leaves theirs, and says which policy runs', async () => {
    const stage = await start({ policy: policyText({ copy: '' }) })
    await stage.run(yes)
    const before = await stage.bound()
    await writeFile(
      join(stage.folder, 'bad.js'),
      "exports.onExecutePostLogin = async (event, api) => api.access.deny('a bug')"
    )
    const order = `'seal-attributes', { deployed: 'their-enrich' }, { file: 'bad.js' }, 'copy-user-metadata', { deployed: 'their-mfa' }, 'release-attributes'`
    await stage.write(policyText({ order }))
    expect(await stage.run(yes, { isFresh: true })).toMatchObject({ code: 0 })
    expect(await stage.names()).toContain('bad')

    const done = await stage.run(back)
    expect(done).toMatchObject({ code: 0 })
    expect(done.stdout.replace(/policy [0-9a-f]{12}/g, 'policy …')).toMatchInlineSnapshot(`
      "back to policy …, env dev, a0seal 0.1.0
      ~ seal-attributes        version 2 → content of version 1
      ~ release-attributes     version 2 → content of version 1
        post-login           1 seal-attributes
                             2 their-enrich
                             3 their-mfa
                             4 their-audit
                             5 release-attributes
                           -   bad   (that policy had it not)
                           -   copy-user-metadata   (that policy had it not)
      Done. What runs is of policy …, and the policy here is another: put that one back, or the next deploy undoes this; then look with \`a0seal doctor\`.
      "
    `)
    expect(await stage.bound()).toEqual(before)
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
    expect(await stage.run(back)).toMatchObject({ code: 1, writes: [] })
  })

  it('binds again what the newer policy had dropped, and looks again where the policy is put back', async () => {
    const slots = "demographics: { attributes: ['gender'] }, id: { userMetadata: ['ssn'] }"
    const first = policyText({ slots, copy: '' })
    const stage = await start({ policy: first })
    await stage.run(yes)
    const signup = async () =>
      (await stage.call('actions/triggers/pre-user-registration/bindings')).bindings.length
    expect(await signup()).toBe(1)
    await stage.write(policyText({ copy: '' }))
    await stage.run(yes)
    expect(await signup()).toBe(0)

    await stage.write(first)
    const done = await stage.run(back)
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nDone\.\n$/) })
    expect(done.stderr).not.toMatch(/ D0\d /)
    expect(await signup()).toBe(1)
    expect(await stage.run(yes)).toMatchObject({ code: 0, writes: [] })
  })

  it('says so where the bindings change meanwhile', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ copy: '' }))
    await stage.run(yes)
    let isChanged = false
    const around: Around = async ({ method, path }, _, send) => {
      const answer = await send()
      if (!isChanged && method === 'POST' && path.endsWith('/deploy')) {
        isChanged = true
        const bindings = (await stage.bound())
          .reverse()
          .map(({ id }) => ({ ref: { type: 'binding_id', value: id } }))
        await stage.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings } })
      }
      return answer
    }
    const raced = await stage.run(back, { around })
    expect(raced).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('somebody changed the bindings of post-login meanwhile: run this again')
    })
    expect(await stage.run(back)).toMatchObject({ code: 0 })
    expect(await stage.names()).toContain('copy-user-metadata')
  })

  it('is not held up by another key of an application', async () => {
    const policy = (attributes: string) =>
      policyText({
        attributes,
        copy: '',
        release: "{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }"
      }).replace("client_id: 'hr-web'", "client_id: 'hr-web', key: { secret: 'HR_KEY' }")
    const stage = await start({ policy: policy("'gender'") })
    const keyOf = (seed: number) => JSON.stringify(keyPair(seed).publicJWK)
    expect(await stage.run(yes, { env: { HR_KEY: keyOf(1) } })).toMatchObject({ code: 0 })
    await stage.write(policy("'gender', 'ethnicity'"))
    expect(await stage.run(yes, { env: { HR_KEY: keyOf(2) } })).toMatchObject({ code: 0 })
    expect(await stage.run(back, { env: { HR_KEY: keyOf(2) } })).toMatchObject({ code: 0 })
  })
})
