import { describe, expect, it } from 'vitest'
import type { Action } from '../../../../lib/admin/actions.js'
import { codeHash } from '../../../../lib/admin/deploy/first-lines.js'
import type { Facts } from '../../../../lib/admin/doctor/facts.js'
import { actionOf, actionsBound, codeOf, findingsWith, ourActions, wantedOf } from '../healthy.js'

const [seal, ...rest] = ourActions() as [ReturnType<typeof actionOf>, Action, Action, Action]
const name = 'seal-attributes'
const withCode = (code: string) => actionsBound(actionOf(name, { code, secrets: ['A0SEAL_KEYS'] }), ...rest)
const withDraft = (changes: Partial<Action['draft']>) =>
  actionsBound({ ...seal, draft: { ...seal.draft, ...changes } }, ...rest)
const withVersion = (changes: object) =>
  actionsBound(
    { ...seal, draft: { ...seal.draft, ...changes }, deployed: { ...seal.deployed, ...changes } },
    ...rest
  )

describe('D04, what is not deployed as it was built', () => {
  it.each<[string, Facts['actions'], string[]]>([
    ['not there', actionsBound(...rest), ['deployed']],
    ['never deployed', actionsBound({ ...seal, deployed: undefined } as never, ...rest), ['deployed']],
    ['not bound', { ...actionsBound(...rest), all: [seal, ...rest] }, ['bound']],
    ['changed in its draft', withDraft({ code: 'other' }), ['draft']],
    ['of other packages in its draft', withDraft({ dependencies: { lodash: '4.17.21' } }), ['draft']],
    ['of other code', withCode(codeOf(name, { body: 'other()' })), ['code']],
    ['of another environment', withCode(codeOf(name, { env: 'prod' })), ['env']],
    ['of another name', withCode(codeOf('copy-user-metadata')), ['first line']],
    ['for another runtime', withVersion({ runtime: 'node18' }), ['runtime']],
    ['with packages', withVersion({ dependencies: { lodash: '4.17.21' } }), ['dependencies']],
    ['with modules', withVersion({ modules: { shared: 2 } }), ['modules']]
  ])('is found: %s', (_, actions, about) => {
    const found = findingsWith({ actions }).filter(({ id }) => id === 'D04')
    expect(found.map(({ subject }) => subject)).toEqual(about.map(what => `${name} ${what}`))
    expect(found[0]).toMatchObject({ level: 'error', fix: 'npx a0seal deploy' })
  })

  it.each([
    ['behind it', codeOf(name).replace('\n', '; steal(event)\n')],
    ['by a line separator', codeOf(name).replace('\n', '\u2028steal(event)\n')],
    ['in its place', `steal(event)\n${codeOf(name).split('\n').slice(1).join('\n')}`]
  ])('is code on the first line, %s', (_, code) => {
    const found = findingsWith({ actions: withCode(code) }).filter(({ id }) => id === 'D04')
    expect(found.map(({ subject }) => subject)).toEqual([`${name} first line`])
  })

  it('is an Action that a0seal built and that is bound to whatever trigger, and the policy has no more', () => {
    const own = actionOf('old-own')
    const theirs = { ...actionOf('theirs', { code: 'exports.x = 1' }) }
    const before = actionsBound(seal, ...rest)
    const bindings = {
      ...before.bindings,
      'credentials-exchange': [own, theirs].map(({ id, name }) => ({
        id: `bin_${name}`,
        displayName: name,
        actionId: id,
        actionName: name
      }))
    }
    const actions = { all: [...before.all, own, theirs], bindings }
    expect(findingsWith({ actions }).filter(({ id }) => id === 'D04')).toMatchObject([
      {
        subject: 'old-own left over',
        what: 'old-own: a0seal deployed it, it is bound to credentials-exchange, and the policy has it no more',
        fix: 'npx a0seal deploy'
      }
    ])
  })

  it('is none of an Action that Auth0 binds with what it serves', () => {
    const exchange = actionOf('their-exchange', { trigger: 'custom-token-exchange' })
    const built = {
      ...exchange.deployed,
      name: exchange.name,
      trigger: exchange.trigger as 'custom-token-exchange'
    }
    const wanted = wantedOf({
      actions: [{ ...built, sha256: codeHash(exchange.deployed.code), secrets: {} }]
    })
    const actions = { ...actionsBound(seal, ...rest), all: [seal, ...rest, exchange] }
    expect(findingsWith({ actions }, wanted).filter(({ id }) => id === 'D04')).toEqual([])
  })
})
