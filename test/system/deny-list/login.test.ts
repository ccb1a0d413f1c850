import { describe, expect, it } from 'vitest'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { addedKeys, ann, policyText, type RunOptions, type Stage, seed, useStages } from '../deploy/stage.js'

const startStage = useStages()

/** Nothing is denied yet. */
const open = {
  ...seed,
  connections: [{ id: 'con_1', name: 'acme-idp', strategy: 'oidc', options: { scope: 'openid' } }]
}
const start = (options: { policy?: string } = {}) => startStage({ seed: open, ...options })

const apply = ['deny-list', 'apply', '--all']
const denied = (stage: Stage) => stage.denyList('con_1')

describe('deny-list apply, before a login was seen sealed', () => {
  it('is refused while seal-attributes is not bound, then until somebody signed in, and then writes', async () => {
    const stage = await start()
    const unbound = await stage.run(apply)
    expect(unbound).toMatchObject({ code: 1, writes: [] })
    expect(unbound.stdout).toContain('seal-attributes is not bound to post-login')

    await stage.run(['deploy', '--yes'])
    const early = await stage.run(apply)
    expect(early).toMatchObject({ code: 1, writes: [] })
    expect(early.stdout).toContain('has a value of demographics that opens: sign in once')

    await stage.login()
    const refused = async (options: RunOptions, message: string) => {
      const { code, stdout, writes } = await stage.run(apply, options)
      expect({ code, writes }).toEqual({ code: 1, writes: [] })
      expect(stdout).toContain(message)
      return stdout
    }
    await refused({ keys: keySetText(secretJWK(9)) }, 'has a value of demographics that opens')
    const without = await refused({ keys: '' }, 'no login can be looked for: ERR_NO_KEYS: A0SEAL_KEYS')
    expect(without).toContain('--without-login')
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    expect(await refused({}, 'seal-attributes runs policy ')).toContain(': deploy this one first')
    await stage.write(policyText())

    expect(await stage.run(apply)).toMatchObject({ code: 0 })
    expect(await denied(stage)).toEqual(['gender'])
  })

  it('passes after a redeploy without new data: the value is older than what runs', async () => {
    const stage = await start()
    await stage.run(['deploy', '--yes'])
    await stage.login()
    const before = stage.tenant.user(ann)?.app_metadata
    expect(await stage.run(['deploy', '--yes'], { keys: addedKeys })).toMatchObject({ code: 0 })
    // The login was before what runs now.
    expect(await stage.run(apply, { keys: addedKeys })).toMatchObject({ code: 1, writes: [] })
    await stage.login()
    expect(stage.tenant.user(ann)?.app_metadata).toEqual(before)
    expect(await stage.run(apply, { keys: addedKeys })).toMatchObject({ code: 0 })
    expect(await denied(stage)).toEqual(['gender'])
  })

  it('says what is risked --without-login, and where there is no policy to look by', async () => {
    const stage = await start()
    await stage.run(['deploy', '--yes'])
    const blind = await stage.run(['deny-list', 'plan', '--all', '--attributes', 'gender'], {
      withoutConfig: true
    })
    expect(blind).toMatchObject({ code: 1 })
    expect(blind.stdout).toContain('without a policy no login can be looked for')
    const { code, stdout } = await stage.run([...apply, '--without-login'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      '! no login was looked for: if sealing does not work here, what is denied is lost'
    )
  })

  it('is wrongly used where the policy is for another tenant', async () => {
    const stage = await start({ policy: policyText({ tenant: 'acme-prod' }) })
    for (const args of [apply, ['deny-list', 'plan', '--all', '--without-login']]) {
      const { code, stderr, calls } = await stage.run(args)
      expect({ code, calls: calls.length }).toEqual({ code: 2, calls: 1 })
      expect(stderr).toContain('the policy is for the tenant acme-prod')
    }
  })

  it('verifies the tag of a write-only value, and names slots that are kept for the login only', async () => {
    const payroll = keyPair(1)
    const policy = policyText({
      slots: `payroll: { attributes: ['gender'], mode: 'write-only', keys: 'PAYROLL_KEYS' },
        handoff: { attributes: ['temporary'], keep: 'login' }`,
      release: ''
    })
    const stage = await start({ policy })
    const env = {
      PAYROLL_KEYS: keySetText(payroll.publicJWK),
      A0SEAL_MAC_KEY: Buffer.from('a0seal TEST KEY of a MAC'.padEnd(32, '.')).toString('base64url')
    }
    expect(await stage.run(['deploy', '--yes'], { env })).toMatchObject({ code: 0 })
    expect(await stage.run(apply, { env })).toMatchObject({ code: 1, writes: [] })
    await stage.login()
    const other = { ...env, A0SEAL_MAC_KEY: Buffer.alloc(32, 7).toString('base64url') }
    expect(await stage.run(apply, { env: other })).toMatchObject({ code: 1, writes: [] })
    const { code, stdout } = await stage.run(apply, { env })
    expect(code).toBe(0)
    expect(stdout).toContain('! handoff: kept for the login only')
    expect(await denied(stage)).toEqual(['gender', 'temporary'])
  })
})
