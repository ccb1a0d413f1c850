import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { mistakeIn } from '../../fixtures/codes.js'
import { policyWith, refused, rightInput } from '../../fixtures/policies/input.js'

const namespace = 'https://acme.example/'

describe('a policy', () => {
  it('has defaults for all but its namespace', () => {
    const policy = definePolicy({ namespace })
    expect(policy.userMetadataClaim ?? false).toBe(false)
    expect(policy).toMatchObject({
      namespace,
      container: 'sealed',
      slots: {},
      applications: {},
      release: [],
      copy: {},
      onError: { seal: 'continue', copy: 'continue', release: 'continue' },
      limits: { valueWarnChars: 2000, profileMaxChars: 4000 }
    })
  })

  it('has defaults for a slot', () => {
    const { slots } = definePolicy({ namespace, slots: { demographics: { attributes: ['gender'] } } })
    expect(slots.demographics).toMatchObject({
      attributes: [{ name: 'gender', names: ['gender'] }],
      userMetadata: [],
      keep: 'profile',
      mode: 'readable',
      keys: 'A0SEAL_KEYS',
      onNull: 'keep'
    })
    expect(slots.demographics?.userMayChange ?? false).toBe(false)
    expect(slots.demographics?.fingerprint ?? false).toBe(false)
  })

  it('keeps what a slot says', () => {
    const { slots } = definePolicy({
      namespace,
      slots: {
        demographics: {
          attributes: [
            { name: 'gender', from: ['sex', 'geschlecht'], connections: ['acme-idp'], entropy: 'high' }
          ],
          keep: 'login',
          keys: 'OTHER',
          onNull: 'remove'
        },
        identity: {
          userMetadata: ['national_id', { name: 'tags', type: 'string[]', max: 40 }],
          userMayChange: true
        }
      }
    })
    expect(slots.demographics).toMatchObject({
      attributes: [
        { name: 'gender', names: ['gender', 'sex', 'geschlecht'], connections: ['acme-idp'], entropy: 'high' }
      ],
      keep: 'login',
      keys: 'OTHER',
      onNull: 'remove'
    })
    expect(slots.identity).toMatchObject({
      attributes: [],
      userMetadata: [
        { name: 'national_id', max: 500 },
        { name: 'tags', type: 'string[]', max: 40 }
      ],
      userMayChange: true
    })
  })

  it('fills in a release rule: all attributes, sealed, under the name of the slot', () => {
    const { release } = policyWith({})
    expect(release[0]?.delegated ?? false).toBe(false)
    expect(release).toMatchObject([
      {
        slot: 'demographics',
        attributes: ['gender', 'ethnicity'],
        to: 'id_token',
        applications: ['hr-web'],
        form: 'sealed',
        claims: { demographics: 'https://acme.example/demographics' }
      }
    ])
  })

  it('names a claim for each attribute released in clear', () => {
    const rule = {
      slot: 'demographics',
      to: 'id_token',
      applications: 'any',
      acceptThirdParty: true,
      form: 'clear',
      storedInClear: true
    }
    expect(policyWith({ release: [rule] }).release[0]?.claims).toEqual({
      gender: 'https://acme.example/gender',
      ethnicity: 'https://acme.example/ethnicity'
    })
    const named = { ...rule, attributes: ['gender'], as: 'gender' }
    expect(policyWith({ release: [named] }).release[0]?.claims).toEqual({ gender: 'gender' })
  })

  it('keeps what a release rule says', () => {
    const rule = {
      slot: 'demographics',
      attributes: ['gender'],
      to: 'access_token',
      applications: { optIn: 'a0seal_release', trustAppAdmins: true },
      audience: 'https://api.acme.example',
      key: { secret: 'API_KEY' },
      scope: 'read:gender',
      organizations: ['org_1', '*'],
      delegated: true
    }
    expect(policyWith({ release: [rule] }).release[0]).toEqual({
      ...rule,
      form: 'sealed',
      claims: { demographics: 'https://acme.example/demographics' }
    })
  })

  it('limits a copy: 256 characters, 20 items', () => {
    const copy = {
      a: 'string',
      b: { type: 'string[]' },
      c: { type: 'string', max: 64, as: `${namespace}colour` }
    }
    expect(policyWith({ copy }).copy).toEqual({
      a: { type: 'string', max: 256, claim: `${namespace}a` },
      b: { type: 'string[]', max: 20, claim: `${namespace}b` },
      c: { type: 'string', max: 64, claim: `${namespace}colour` }
    })
  })

  it('keeps the other answers to failure, and limits, where one is given', () => {
    const policy = policyWith({ onError: { seal: 'deny' }, limits: { profileMaxChars: 1 } })
    expect(policy.onError).toEqual({ seal: 'deny', copy: 'continue', release: 'continue' })
    const releasing = policyWith({ onError: { release: 'deny' } })
    expect(releasing.onError).toEqual({ seal: 'continue', copy: 'continue', release: 'deny' })
    expect(policy.limits).toEqual({ valueWarnChars: 2000, profileMaxChars: 1 })
  })

  it('keeps the tenant, and what doctor is to ignore', () => {
    const finding = { id: 'D06', subject: 'all-applications', reason: 'no MFA there', until: '2027-01-31' }
    const policy = policyWith({ tenant: 'acme-prod', doctor: { ignore: [finding] } })
    expect(policy).toMatchObject({ tenant: 'acme-prod', doctor: { ignore: [finding] } })
    expect(policyWith({})).not.toHaveProperty('tenant')
    expect(policyWith({})).not.toHaveProperty('doctor')
  })

  it('is plain JSON, which does not change with what it was made of', () => {
    const input = structuredClone(rightInput)
    const policy = definePolicy(input as never)
    const before = JSON.stringify(policy)
    expect(JSON.parse(before)).toEqual(policy)
    input.slots.demographics.attributes.push('iban2')
    ;(input.release[0] as { applications: string[] }).applications.push('crm')
    input.applications['hr-web'].client_id = 'other'
    expect(JSON.stringify(policy)).toBe(before)
  })

  it('does not change what it is made of', () => {
    const input = structuredClone(rightInput)
    definePolicy(input as never)
    expect(input).toEqual(rightInput)
  })
})

describe('a policy made for an environment', () => {
  const policy = definePolicy(({ env }) => ({
    namespace,
    applications: { 'hr-web': { client_id: env === 'prod' ? 'Xk3' : `hr-web-${env}` } }
  }))
  const clientId = ({ applications }: { applications: typeof policy.applications }) =>
    applications['hr-web']?.client_id

  it('is made for dev unless another is asked for', () => {
    expect(clientId(policy)).toBe('hr-web-dev')
    expect(clientId(policy.forEnvironment('prod'))).toBe('Xk3')
    expect(clientId(policy.forEnvironment('qa'))).toBe('hr-web-qa')
  })

  it('is made for the environment that is asked for, and for no other', () => {
    const asked: string[] = []
    const lazy = definePolicy(({ env }) => {
      asked.push(env)
      return { namespace, applications: { app: { client_id: { staging: 'a', prod: 'b' }[env] as string } } }
    })
    expect(asked).toEqual([])
    expect(clientId(lazy.forEnvironment('prod') as never)).toBeUndefined()
    expect(asked).toEqual(['prod'])
    expect(mistakeIn(() => lazy.slots)).toEqual(refused('applications.app.client_id'))
    expect(asked).toEqual(['prod', 'dev'])
  })

  it('is made once where it is read as it stands', () => {
    let calls = 0
    const lazy = definePolicy(() => {
      calls += 1
      return { namespace, tenant: 'acme' }
    })
    expect(JSON.parse(JSON.stringify(lazy))).toEqual(definePolicy({ namespace, tenant: 'acme' }))
    expect(calls).toBe(1)
  })

  it('says in which environment it is wrong', () => {
    const wrong = definePolicy(() => ({ namespace: 'nonsense', copy: { isAdmin: 'string' } }))
    expect(() => wrong.forEnvironment('prod')).toThrow(
      /^ERR_POLICY: namespace: .*\n {2}copy\.isAdmin: .* \(environment prod\)$/
    )
    expect(() => definePolicy({ namespace: 'nonsense' })).toThrow(/ends in \/$/)
  })

  it.each(['prod', 'eu-1', 'a.b_C9', 'a'.repeat(64)])('may be for %s', env => {
    expect(clientId(policy.forEnvironment(env))).toMatch(/./)
  })

  it.each([
    '',
    'x\nexports.q=1',
    'prod\u2028exports.p=1',
    'a b',
    'é',
    'a/b',
    '*/',
    'a'.repeat(65),
    undefined,
    5
  ])('is not for %j', env => {
    for (const made of [policy, definePolicy({ namespace })])
      expect(() => made.forEnvironment(env as string)).toThrow(/^ERR_USAGE: the name of an environment has /)
  })

  it('does not show how it is made', () => {
    expect(Object.keys(policy)).not.toContain('forEnvironment')
    expect(JSON.stringify(policy)).not.toContain('forEnvironment')
  })

  it('is the same everywhere where it is no function', () => {
    const fixed = definePolicy({ namespace })
    expect(fixed.forEnvironment('prod')).toEqual(fixed)
  })

  it('is checked in each environment', () => {
    const wrongInProd = definePolicy(({ env }) => ({ namespace: env === 'prod' ? 'nonsense' : namespace }))
    expect(mistakeIn(() => wrongInProd.forEnvironment('prod'))).toEqual(refused('namespace'))
  })
})
