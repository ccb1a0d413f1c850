import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import {
  actionsBound,
  findingsWith,
  ourActions,
  policyInput,
  subjectsWith,
  theirs,
  wantedOf
} from '../healthy.js'

const withCode = (...codes: string[]) => ({
  actions: actionsBound(...ourActions(), ...codes.map((code, index) => theirs(`their-${index}`, code)))
})

describe('D12, names of ours in the code of others', () => {
  it.each([
    ['event.user.gender', 'gender'],
    ["event.user['https://bank.example/iban']", 'https://bank.example/iban'],
    ['event.user.app_metadata.sealed_demographics', 'sealed_demographics'],
    ["api.user.setAppMetadata('sealed_lost_identity', null)", 'sealed_lost_identity'],
    [
      "api.idToken.setCustomClaim('https://acme.example/demographics', 1)",
      'https://acme.example/demographics'
    ],
    ['delete claims["https://acme.example/hobby"]', 'https://acme.example/hobby']
  ])('are found: %s', (code, name) => {
    expect(subjectsWith('D12', withCode(code))).toContain(`their-0 ${name}`)
  })

  it('is a warning, with the Action by name', () => {
    expect(findingsWith(withCode('event.user.gender'))).toMatchObject([
      { id: 'D12', level: 'warning', what: 'the code of their-0 names gender' }
    ])
  })

  it.each(['event.user.genders', 'event.user.transgender', '$gender', 'unsealed_demographics'])(
    'are none: %s',
    code => {
      expect(subjectsWith('D12', withCode(code))).toEqual([])
    }
  )

  it('are looked for in what runs, and not in drafts', () => {
    const action = theirs('their-draft', 'event.user.name')
    const draft = { ...action.draft, code: 'event.user.gender' }
    expect(subjectsWith('D12', { actions: actionsBound(...ourActions(), { ...action, draft }) })).toEqual([])
  })

  it('include blind indexes', () => {
    const policy = definePolicy({
      ...policyInput,
      slots: { a: { attributes: [{ name: 'tax_id', entropy: 'high', index: 'tax' }] } },
      release: []
    })
    expect(subjectsWith('D12', withCode('x.sealed_index_tax'), wantedOf({ policy }))).toEqual([
      'their-0 sealed_index_tax'
    ])
  })
})

describe('D16, one claim of two Actions', () => {
  const set = (api: string, claim: string) => `api.${api}.setCustomClaim('${claim}', event.user.name)`
  const plan = 'https://their.test/plan'

  it('is one that others set too', () => {
    const claim = 'https://acme.example/hobby'
    expect(findingsWith(withCode(set('idToken', claim)))).toMatchObject([
      { id: 'D12' },
      {
        id: 'D16',
        level: 'warning',
        subject: `id_token ${claim}`,
        what: `copy-user-metadata and their-0 set id_token ${claim}`
      }
    ])
    expect(subjectsWith('D16', withCode(set('accessToken', claim)))).toEqual([])
  })

  it('is one of two others, calls in a row included', () => {
    const chained = `${set('accessToken', 'https://their.test/a')}.setCustomClaim("${plan}", 1)`
    expect(subjectsWith('D16', withCode(set('accessToken', plan), chained))).toEqual([`access_token ${plan}`])
  })

  it('is none where one Action sets it twice, or ours is not bound', () => {
    expect(subjectsWith('D16', withCode(`${set('idToken', plan)};${set('idToken', plan)}`))).toEqual([])
    const other = theirs('their-0', set('idToken', 'https://acme.example/hobby'))
    expect(subjectsWith('D16', { actions: actionsBound(other) })).toEqual([])
  })
})
