import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { minutesFrom, postLoginEvent, refreshEvent, runFlow } from '../../../lib/testing/index.js'
import { builtPolicy } from '../../fixtures/built.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const secrets = {
  A0SEAL_KEYS: keySetText(secretJWK(1)),
  A0SEAL_HR_WEB_KEY: keySetText(keyPair(1).publicJWK),
  A0SEAL_CRM_WEB_KEY: keySetText(keyPair(2).publicJWK)
}
const claim = 'https://acme.example/demographics'
const hr = { client_id: 'hr-web', name: 'HR', metadata: {} }
const canary = 'canary-gender-77ab'

describe('run.why', () => {
  let config = ''
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a0seal-why-'))
    config = join(folder, 'a0seal.config.mjs')
    await writeFile(
      config,
      `import { definePolicy } from 'a0seal'
      export default definePolicy({
        namespace: 'https://acme.example/',
        slots: { demographics: { attributes: ['gender'] } },
        applications: {
          'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } },
          'crm-web': { client_id: 'crm-web', key: { secret: 'A0SEAL_CRM_WEB_KEY' } }
        },
        release: [
          { slot: 'demographics', to: 'id_token', applications: ['hr-web'] },
          { slot: 'demographics', to: 'id_token', applications: ['crm-web'] }
        ],
        copy: { hobby: 'string' },
        triggers: { 'post-login': ['seal-attributes', { file: 'leave.js' }, 'copy-user-metadata', 'release-attributes'] }
      })`
    )
    await writeFile(
      join(folder, 'leave.js'),
      `export const onExecutePostLogin = async (event, api) => {
         if (event.request.query.broken) throw new Error('canary')
         if (event.request.query.leave) api.redirect.sendUserTo('https://acme.test/terms')
       }
       export const onContinuePostLogin = async () => {}`
    )
  })
  afterAll(() => rm(folder, { recursive: true }))

  const login = (event: object, isolate = false) => runFlow({ config }, { event, secrets, isolate })

  it.each([false, true])('says where a claim comes from, isolated %s', async isolate => {
    const run = await login(postLoginEvent({ client: hr, user: { gender: canary } }), isolate)
    const { kid } = keyPair(1).publicJWK
    expect(run.why(claim)).toBe(`gender: in the ID token as ${claim}, encrypted to hr-web (key ${kid})`)
    expect(run.why('https://acme.example/hobby')).toBe('hobby: not copied: user_metadata has none')
    expect(run.why(claim)).not.toContain(canary)
  })

  it('says why there is none', async () => {
    const other = await login(
      postLoginEvent({ client: { ...hr, client_id: 'crm' }, user: { gender: canary } })
    )
    expect(other.why(claim)).toBe(
      'gender: not in the ID token: the rule names hr-web, and not this application\n' +
        'gender: not in the ID token: the rule names crm-web, and not this application'
    )
    const refreshed = await login(refreshEvent({ client: hr, user: {} }))
    expect(refreshed.why(claim)).toBe(
      `gender: not in the ID token: nothing is sealed of it; ${claim} is null`
    )
  })

  it('says that there are no keys, where that is why nothing is stored', async () => {
    const run = await runFlow({ config }, { event: { client: hr, user: { gender: canary } } })
    expect(run.why(claim)).toMatch(
      /^gender: not in the ID token: [^\n]*\ngender: not sealed: it failed \(ERR_NO_KEYS\)$/
    )
  })

  it('names the Action that failed, and not what it threw', async () => {
    const run = await login({ client: hr, request: { query: { broken: '1' } } })
    expect(run.error).toBe('canary')
    expect(run.why(claim)).toMatch(/\nleave failed: run\.error says how$/)
    expect(run.why(claim)).not.toContain('canary')
  })

  it('tells of the login as a whole, after a redirect too', async () => {
    const event = postLoginEvent({ client: hr, user: { gender: canary }, request: { query: { leave: '1' } } })
    const left = await login(event)
    expect(left.why(claim)).toBe('gender: not in the ID token: release-attributes did not run')
    const back = await left.continueWith({ now: minutesFrom(1) })
    expect(back.why(claim)).toMatch(/^gender: in the ID token as /)
  })

  it('says what an Action behind ours made of a claim, and that a login was refused', async () => {
    const event = postLoginEvent({ client: hr, user: { gender: canary, user_metadata: { hobby: 'chess' } } })
    const behind = (body: string) =>
      runFlow(
        {
          config,
          insert: [
            {
              at: 4,
              name: 'own',
              action: { code: `exports.onExecutePostLogin = async (event, api) => { ${body} }` }
            }
          ]
        },
        { event, secrets }
      )
    const overwritten = await behind(`api.idToken.setCustomClaim('${claim}', event.user.gender)`)
    expect(overwritten.why(claim)).toMatch(
      /^gender: in the ID token as .*; then own set another value, in clear$/
    )
    expect(overwritten.why(claim)).not.toContain(canary)
    const endings = [
      [`api.access.deny('no')`, ''],
      [`throw new Error('no')`, '\nown failed: run.error says how']
    ] as const
    for (const [body, failure] of endings) {
      const refused = await behind(body)
      const { kid } = keyPair(1).publicJWK
      expect(refused.why(claim)).toBe(
        `gender: would have been in the ID token as ${claim}, encrypted to hr-web (key ${kid}): the login was refused${failure}`
      )
      const hobby = refused.why('https://acme.example/hobby')
      expect(hobby.slice(0, hobby.length - failure.length)).toMatch(/: the login was refused$/)
    }
  })

  it('says that there is no ID token without the scope openid', async () => {
    const event = postLoginEvent({
      client: hr,
      user: { gender: canary },
      transaction: { requested_scopes: ['profile'] }
    })
    expect((await login(event)).why(claim)).toMatch(/: no ID token was issued$/)
  })

  it.each<[string, unknown]>([
    ['a lone surrogate', 'a\ud800'],
    ['what is deeper than sealed data may be', JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)]
  ])('is not stopped by %s', async (_, hobby) => {
    const run = await login(
      postLoginEvent({ client: hr, user: { gender: canary, user_metadata: { hobby } as never } })
    )
    expect(run.why('https://acme.example/hobby')).toMatch(/^hobby: /)
    expect(run.why(claim)).toMatch(/^gender: in the ID token as /)
  })

  it('takes the policy of a folder from its options, and says where the Actions are of another', async () => {
    const policy = definePolicy({
      namespace: 'https://acme.example/',
      slots: { demographics: { attributes: ['gender', 'ethnicity'] } }
    })
    const source = { folder: builtPolicy('ours') }
    const event = postLoginEvent({ client: hr, user: { gender: canary } })
    const run = await runFlow(source, { event, secrets, policy })
    expect(run.why(claim)).toBe(
      'release-attributes differs from the policy in the ID token: it set it, and the policy has no such claim ' +
        `(${claim}); build again`
    )
    const without = await runFlow(source, { event, secrets })
    expect(() => without.why(claim)).toThrow('run.why needs a policy')
    expect(resolve(source.folder)).toBe(source.folder)
  })
})
