import { describe, expect, it } from 'vitest'
import type { Action } from '../../../../lib/admin/actions.js'
import type { BuiltAction } from '../../../../lib/admin/doctor/wanted.js'
import type { Kids } from '../../../../lib/core/format/first-line.js'
import { actionOf, actionsBound, codeOf, findingsWith, ourActions, wantedOf } from '../healthy.js'

const [seal, copy, release, guard] = ourActions() as [ReturnType<typeof actionOf>, Action, Action, Action]
const name = 'seal-attributes'
const sealWith = (kids: Kids) => actionOf(name, { code: codeOf(name, { kids }), secrets: ['A0SEAL_KEYS'] })
const sealFirst = (action: Action) => actionsBound(action, copy, release, guard)

const foundWith = (action: Action, wanted = wantedOf()) =>
  findingsWith({ actions: sealFirst(action) }, wanted).filter(({ id }) => id === 'D05')

describe('D05, secrets', () => {
  it('are found missing', () => {
    expect(foundWith(actionOf(name))).toMatchObject([
      { level: 'error', subject: `${name} A0SEAL_KEYS`, fix: 'npx a0seal deploy' }
    ])
  })

  it('are found changed after what runs was deployed', () => {
    const changed = [{ name: 'A0SEAL_KEYS', updatedAt: '2026-11-28T10:00:00.001Z' }]
    expect(foundWith({ ...seal, draft: { ...seal.draft, secrets: changed } })).toMatchObject([
      { subject: `${name} A0SEAL_KEYS`, what: expect.stringContaining('has the old one') }
    ])
  })

  it.each([
    ['others', ['kid-2']],
    ['another order', ['kid-0', 'kid-1']],
    ['one too few', ['kid-1']]
  ])('are found to hold %s', (_, kids) => {
    expect(foundWith(sealWith({ A0SEAL_KEYS: kids }))).toMatchObject([
      { subject: `${name} A0SEAL_KEYS`, what: expect.stringContaining(`holds the keys ${kids.join(', ')}`) }
    ])
  })

  it('may be placeholders where the first line names no keys, whether some are here or not', () => {
    for (const keys of [wantedOf().keys, {}])
      expect(foundWith(sealWith({}), wantedOf({ keys }))).toMatchObject([
        { subject: `${name} A0SEAL_KEYS`, what: expect.stringContaining('the placeholder @@A0SEAL_KEYS@@') }
      ])
  })

  it('are never named for an Action of one’s own that holds no keys', () => {
    const own = { ...wantedOf().actions[0], secrets: { A0SEAL_KEYS: 'own' as const } } as BuiltAction
    expect(foundWith(sealWith({}), wantedOf({ actions: [own] }))).toEqual([])
  })

  it('are mended by a deploy that is told of what is not at hand', () => {
    const wanted = wantedOf({ options: ' --env prod', unset: ['ROLES_KEY'] })
    expect(foundWith(actionOf(name), wanted)).toMatchObject([
      { fix: 'npx a0seal deploy --env prod --keys ROLES_KEY=FILE' }
    ])
  })

  it('are compared with each other where no keys are here', () => {
    const found = foundWith(sealWith({ A0SEAL_KEYS: ['kid-2'] }), wantedOf({ keys: {} }))
    expect(found.map(({ subject }) => subject)).toEqual([
      'release-attributes A0SEAL_KEYS',
      'guard-signup A0SEAL_KEYS'
    ])
  })

  it('cannot be compared with a key set that cannot be used', () => {
    const keys = { A0SEAL_KEYS: { kids: [], problems: ['it is not a JSON object'] } }
    expect(foundWith(seal, wantedOf({ keys }))[0]?.what).toContain('it is not a JSON object')
  })
})
