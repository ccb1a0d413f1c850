import { describe, expect, it } from 'vitest'
import type { Wanted } from '../../../../lib/admin/doctor/wanted.js'
import { actionsBound, findingsWith, ourActions, theirs, wantedOf } from '../healthy.js'

const [seal, copy, release, guard] = ourActions() as [never, never, never, never]
const silent = theirs('their-roles', 'exports.onExecutePostLogin = async () => {}')
const challenge = theirs('their-mfa', "api.authentication.challengeWith({ type: 'otp' })")
const redirect = theirs('their-terms', "api.redirect.sendUserTo('https://terms.acme.example')")
const prompt = theirs('their-form', "api.prompt.render('ap_1')")

const order = (...places: [kind: 'ours' | 'own' | 'deployed', name: string][]): Wanted =>
  wantedOf({ order: { 'post-login': places.map(([kind, name]) => ({ kind, name })) } })

const foundWith = (actions: ReturnType<typeof actionsBound>, wanted?: Wanted) =>
  findingsWith({ actions }, wanted)
    .filter(({ id }) => id === 'D03')
    .map(({ subject, fix }) => [subject, fix])

describe('D03, the order at login', () => {
  it('is wrong where release comes before seal', () => {
    expect(foundWith(actionsBound(release, seal, copy, guard))).toEqual([['post-login', 'npx a0seal deploy']])
  })

  it.each([
    ['a challenge', challenge, 'their-mfa'],
    ['a redirect', redirect, 'their-terms'],
    ['a prompt', prompt, 'their-form']
  ])('is wrong where %s comes behind release, or before seal', (_, action, name) => {
    expect(foundWith(actionsBound(seal, copy, release, action, guard))).toEqual([
      [`${name} release-attributes`, 'npx a0seal deploy']
    ])
    expect(foundWith(actionsBound(action, seal, copy, release, guard))).toEqual([
      [`${name} seal-attributes`, 'npx a0seal deploy']
    ])
    expect(foundWith(actionsBound(seal, action, copy, release, guard))).toEqual([])
    // Where one of ours is not bound, another finding says so.
    expect(foundWith(actionsBound(seal, action))).toEqual([])
    expect(foundWith(actionsBound(action, release))).toEqual([])
  })

  it('is wrong by the policy, which a deploy does not change', () => {
    const wanted = order(
      ['ours', 'seal-attributes'],
      ['ours', 'release-attributes'],
      ['deployed', 'their-mfa']
    )
    expect(foundWith(actionsBound(seal, release, challenge), wanted)).toEqual([
      [
        'their-mfa release-attributes',
        "Put their-mfa before release-attributes in the policy's triggers, and deploy."
      ]
    ])
  })

  it('is what the policy says, others among them wherever they are', () => {
    const wanted = order(
      ['ours', 'seal-attributes'],
      ['deployed', 'their-mfa'],
      ['ours', 'copy-user-metadata'],
      ['ours', 'release-attributes']
    )
    expect(foundWith(actionsBound(silent, seal, challenge, copy, release, guard), wanted)).toEqual([])
    expect(foundWith(actionsBound(seal, copy, challenge, silent, release, guard), wanted)).toEqual([
      ['post-login', 'npx a0seal deploy']
    ])
  })

  it('lacks an Action of the tenant that the policy names', () => {
    const wanted = order(['ours', 'seal-attributes'], ['deployed', 'their-mfa'])
    expect(foundWith(actionsBound(seal), wanted)).toEqual([
      ['post-login their-mfa', 'Bind their-mfa to post-login in the tenant, or take it out of the policy.']
    ])
  })
})
