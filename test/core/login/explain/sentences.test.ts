import { describe, expect, it } from 'vitest'
import type { Copying } from '../../../../lib/core/login/explain/copying.js'
import type { Difference } from '../../../../lib/core/login/explain/differences.js'
import type { Explanation } from '../../../../lib/core/login/explain/explain.js'
import type { Releasing } from '../../../../lib/core/login/explain/releasing.js'
import type { Sealing } from '../../../../lib/core/login/explain/sealing.js'
import {
  changedSentence,
  copyingSentence,
  differenceSentence,
  failureSentence,
  releasingSentence,
  sealingSentence,
  whyClaim
} from '../../../../lib/core/login/explain/sentences.js'

const sealing: Sealing = {
  slot: 'demographics',
  name: 'gender',
  isField: false,
  keep: 'profile',
  mode: 'readable',
  outcome: 'sealed',
  secret: 'A0SEAL_KEYS',
  place: 'sealed_demographics',
  kid: 'k1'
}
const releasing: Releasing = {
  slot: 'demographics',
  name: 'gender',
  token: 'id_token',
  claim: 'the-claim',
  form: 'sealed',
  keep: 'profile',
  applications: ['hr-web'],
  outcome: 'released',
  isNull: false
}
const copying: Copying = { name: 'hobby', claim: 'the-copy', type: 'string', outcome: 'copied' }

describe('where an attribute went when its slot was sealed', () => {
  const unsealed = (why?: Sealing['why'], code?: Sealing['code']): Partial<Sealing> => ({
    outcome: 'not sealed',
    ...(why && { why }),
    ...(code && { code })
  })

  it.each<[Partial<Sealing>, string]>([
    [{}, 'sealed by seal-attributes with the key k1 of A0SEAL_KEYS'],
    [
      { mode: 'write-only' },
      'sealed by seal-attributes with the key k1 of A0SEAL_KEYS, which Auth0 cannot open'
    ],
    [
      { keep: 'login', isUndone: true },
      'would have been sealed by seal-attributes with the key k1 of A0SEAL_KEYS, for this login only: the run failed, and nothing of it was stored'
    ],
    [{ outcome: 'unchanged' }, 'unchanged: sealed before with the key k1 of A0SEAL_KEYS'],
    [
      { outcome: 'unchanged', mode: 'write-only' },
      'unchanged: sealed before with the key k1 of A0SEAL_KEYS, which Auth0 cannot open'
    ],
    [unsealed('did not run'), 'not sealed: seal-attributes did not run'],
    [
      unsealed('delegated', 'ERR_DELEGATED'),
      'not sealed: somebody else is logging in as the user (ERR_DELEGATED)'
    ],
    [unsealed('other connection'), 'not sealed: the policy has it of another connection'],
    [
      unsealed('linked', 'ERR_LINKED'),
      'not sealed: accounts are linked, and which one it belongs to cannot be told (ERR_LINKED)'
    ],
    [unsealed('not sent'), 'not sealed: this login brought none'],
    [unsealed('sent as null'), 'not sealed: null was sent, which means unknown'],
    [unsealed('removed'), 'not sealed: null was sent, which removes it'],
    [
      unsealed('not brought', 'ERR_STALE'),
      'not sealed: what the profile shows was not brought by this login, so it may be old (ERR_STALE)'
    ],
    [
      unsealed('filled before', 'ERR_SLOT_FILLED'),
      'not sealed: the user wrote it again, and the first value counts (ERR_SLOT_FILLED)'
    ],
    [unsealed('failed', 'ERR_NO_KEYS'), 'not sealed: it failed (ERR_NO_KEYS)'],
    [unsealed(), 'not sealed: it failed']
  ])('%j', (facts, sentence) => {
    expect(sealingSentence({ ...sealing, ...facts })).toBe(sentence)
  })

  it('names no key where none is known', () => {
    const { kid: _none, ...without } = sealing
    expect(sealingSentence(without)).toBe('sealed by seal-attributes with the key  of A0SEAL_KEYS')
  })
})

describe('to whom a rule handed an attribute', () => {
  const audience = 'https://api.acme.example'
  const withheld = (
    why: NonNullable<Releasing['why']>,
    facts: Partial<Releasing> = {}
  ): Partial<Releasing> => ({
    outcome: 'withheld',
    why,
    ...facts
  })
  const toAPI = { token: 'access_token', audience } as const
  const { audience: _its, ...toSomeAPI } = toAPI
  const own = { by: 'own', found: 'null', wasSet: true } as const

  it.each<[Partial<Releasing>, string]>([
    [{}, 'in the ID token as the-claim, encrypted to hr-web'],
    [{ kid: 'k2' }, 'in the ID token as the-claim, encrypted to hr-web (key k2)'],
    [{ applications: ['hr-web', 'crm'] }, 'in the ID token as the-claim, encrypted to the application'],
    [{ applications: [] }, 'in the ID token as the-claim, encrypted to the application'],
    [{ applications: 'any' }, 'in the ID token as the-claim, encrypted to the application'],
    [
      { applications: { optIn: 'seal', trustAppAdmins: true } },
      'in the ID token as the-claim, encrypted to the application'
    ],
    [
      { ...toAPI, kid: 'k3' },
      `in the access token for ${audience} as the-claim, encrypted to ${audience} (key k3)`
    ],
    [{ ...toSomeAPI, form: 'clear' }, 'in the access token for its API as the-claim, in clear'],
    [{ form: 'clear' }, 'in the ID token as the-claim, in clear'],
    [
      { form: 'clear', unissued: 'refused' },
      'would have been in the ID token as the-claim, in clear: the login was refused'
    ],
    [
      { unissued: 'not done', changed: own },
      'would have been in the ID token as the-claim, encrypted to hr-web: the login is not done; then own set it to null'
    ],
    [
      { form: 'clear', unissued: 'no ID token', changed: { ...own, found: 'missing' } },
      'would have been in the ID token as the-claim, in clear: no ID token was issued; then own took it away'
    ],
    [withheld('application'), 'not in the ID token: the rule names hr-web, and not this application'],
    [
      withheld('application', { applications: ['hr-web', 'crm'] }),
      'not in the ID token: the rule names hr-web, crm, and not this application'
    ],
    [
      withheld('application', { applications: 'any' }),
      'not in the ID token: the rule names any application but strict third parties, and not this application'
    ],
    [
      withheld('application', { applications: { optIn: 'seal', trustAppAdmins: true } }),
      'not in the ID token: the rule names applications whose client_metadata says seal, and not this application'
    ],
    [
      withheld('audience', toAPI),
      `not in the access token for ${audience}: this login asked for no access token of ${audience}`
    ],
    [
      withheld('audience', toSomeAPI),
      'not in the access token for its API: this login asked for no access token of the API'
    ],
    [
      withheld('organization', { organizations: ['org_1', 'org_2'] }),
      'not in the ID token: the rule is for the organization org_1, org_2'
    ],
    [withheld('organization'), 'not in the ID token: the rule is for the organization '],
    [
      withheld('organization', { organizations: ['*'] }),
      'not in the ID token: the rule is for logins to an organization'
    ],
    [
      withheld('scope', { scope: 'read:gender' }),
      'not in the ID token: the scope read:gender was not asked for'
    ],
    [withheld('scope'), 'not in the ID token: the scope  was not asked for'],
    [
      withheld('delegated', { code: 'ERR_DELEGATED' }),
      'not in the ID token: somebody else is logging in as the user (ERR_DELEGATED)'
    ],
    [withheld('nothing stored'), 'not in the ID token: nothing is sealed of it'],
    [
      withheld('nothing stored', { keep: 'login' }),
      'not in the ID token: nothing of it was sealed in this login, and it is kept for no other'
    ],
    [withheld('did not run'), 'not in the ID token: release-attributes did not run'],
    [withheld('failed', { code: 'ERR_NO_KEYS' }), 'not in the ID token: it failed (ERR_NO_KEYS)'],
    [withheld('failed', { isNull: true }), 'not in the ID token: it failed; the-claim is null'],
    [
      withheld('failed', { isNull: true, changed: { ...own, found: 'clear', wasSet: false } }),
      'not in the ID token: it failed; the-claim was null; then own set a value of its name, in clear'
    ],
    [withheld('failed', { isNull: true, unissued: 'refused' }), 'not in the ID token: it failed']
  ])('%j', (facts, sentence) => {
    expect(releasingSentence({ ...releasing, ...facts })).toBe(sentence)
  })
})

describe('where a field was copied to', () => {
  const uncopied = (why: NonNullable<Copying['why']>, code?: Copying['code']): Partial<Copying> => ({
    outcome: 'not copied',
    why,
    ...(code && { code })
  })

  it.each<[Partial<Copying>, string]>([
    [{}, 'in the ID token as the-copy, in clear'],
    [{ unissued: 'refused' }, 'would have been in the ID token as the-copy, in clear: the login was refused'],
    [uncopied('did not run'), 'not copied: copy-user-metadata did not run'],
    [uncopied('nothing typed'), 'not copied: user_metadata has none'],
    [
      uncopied('failed', 'ERR_COPY_TYPE'),
      'not copied: it is of another type than the policy says (ERR_COPY_TYPE)'
    ],
    [uncopied('failed', 'ERR_COPY_SIZE'), 'not copied: it is larger than the policy says (ERR_COPY_SIZE)'],
    [uncopied('failed', 'ERR_METADATA'), 'not copied: it failed (ERR_METADATA)'],
    [
      { ...uncopied('nothing typed'), changed: { by: 'own', found: 'sealed', wasSet: false } },
      'not copied: user_metadata has none; then own set a value of its name'
    ]
  ])('%j', (facts, sentence) => {
    expect(copyingSentence({ ...copying, ...facts })).toBe(sentence)
  })
})

describe('what other code made of a claim', () => {
  it.each<[Difference['found'], Difference['expected'], string]>([
    ['missing', 'set', 'it left it out, and the policy sets a value'],
    ['null', 'set', 'it set it to null, and the policy sets a value'],
    ['set', 'null', 'it set it, and the policy sets null'],
    ['set', 'missing', 'it set it, and the policy has no such claim'],
    ['other', 'set', 'it set another value, and the policy sets a value']
  ])('%s where the policy says %s', (found, expected, text) => {
    const action = 'release-attributes'
    const said = { action, token: 'access_token', claim: 'the-claim', found, expected } as const
    expect(differenceSentence(said)).toBe(
      `release-attributes differs from the policy in the access token for its API: ${text} (the-claim); build again`
    )
  })

  it('is told of the token that it is in', () => {
    const changed = { by: 'own', found: 'missing', wasSet: true } as const
    expect(changedSentence({ token: 'id_token', claim: 'the-claim' }, changed)).toBe(
      'own took it away: the-claim in the ID token'
    )
    expect(changedSentence({ token: 'access_token', claim: 'the-claim' }, changed)).toBe(
      'own took it away: the-claim in the access token for its API'
    )
  })
})

describe('which Action failed', () => {
  it.each([
    [[{ name: 'first' }, { name: 'second', error: 'x' }, { name: 'third', error: 'y' }], 'second'],
    [[{ name: 'first', error: '' }], 'first'],
    [[{ name: 'first' }], 'the run'],
    [[], 'the run']
  ])('%j', (actions, name) => {
    expect(failureSentence(actions)).toBe(`${name} failed: run.error says how`)
  })
})

describe('the lines about a claim', () => {
  const why = (parts: Partial<Explanation>) =>
    whyClaim({ sealings: [], releasings: [], copyings: [], differences: [], ...parts }, 'the-claim').split(
      '\n'
    )
  const elsewhere: Releasing = {
    ...releasing,
    applications: ['crm'],
    outcome: 'withheld',
    why: 'application'
  }
  const nothing: Releasing = { ...releasing, outcome: 'withheld', why: 'nothing stored' }
  const unsealed: Sealing = { ...sealing, outcome: 'not sealed', why: 'failed', code: 'ERR_NO_KEYS' }

  it('are those of rules, copies and differences, each once, in this order', () => {
    const difference: Difference = {
      action: 'release-attributes',
      token: 'id_token',
      claim: 'the-claim',
      found: 'missing',
      expected: 'set'
    }
    expect(
      why({
        releasings: [releasing, { ...releasing, claim: 'another' }, releasing],
        copyings: [copying, { ...copying, claim: 'the-claim' }],
        differences: [{ ...difference, claim: 'another' }, difference]
      })
    ).toEqual([
      'gender: in the ID token as the-claim, encrypted to hr-web',
      'hobby: in the ID token as the-claim, in clear',
      'release-attributes differs from the policy in the ID token: it left it out, and the policy sets a value (the-claim); build again'
    ])
  })

  it('leave out the rules for other applications where one is for this', () => {
    const named = 'gender: not in the ID token: the rule names crm, and not this application'
    expect(why({ releasings: [elsewhere, releasing] })).toEqual([
      'gender: in the ID token as the-claim, encrypted to hr-web'
    ])
    expect(why({ releasings: [elsewhere] })).toEqual([named])
    // Of another attribute, or in another token, it says nothing of this one.
    expect(why({ releasings: [elsewhere, { ...releasing, name: 'ethnicity' }] })[0]).toBe(named)
    expect(why({ releasings: [elsewhere, { ...releasing, token: 'access_token' }] })[0]).toBe(named)
  })

  it('say of what is not stored that its sealing failed', () => {
    const line = 'gender: not in the ID token: nothing is sealed of it'
    expect(why({ releasings: [nothing], sealings: [unsealed] })).toEqual([
      line,
      'gender: not sealed: it failed (ERR_NO_KEYS)'
    ])
    const others: [Releasing, Sealing][] = [
      [nothing, { ...unsealed, slot: 'other' }],
      [nothing, { ...unsealed, name: 'other' }],
      [nothing, sealing],
      [nothing, { ...sealing, code: 'ERR_NO_KEYS' }],
      [nothing, { ...sealing, outcome: 'not sealed', why: 'not sent' }]
    ]
    for (const [first, second] of others)
      expect(why({ releasings: [first], sealings: [second] })).toEqual([line])
    expect(why({ releasings: [releasing], sealings: [unsealed] })).toHaveLength(1)
    expect(why({ releasings: [nothing] })).toEqual([line])
  })

  it('are one where the policy has no such claim', () => {
    expect(why({})).toEqual(['no rule of the policy and no copy has a claim of this name'])
  })
})
