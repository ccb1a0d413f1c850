import { describe, expect, it } from 'vitest'
import { type Bundled, type Check, deployable, hasHandlers, isRule, ours } from '../../lib/builder/checks.js'

const bundled: Bundled = {
  name: 'seal-attributes',
  code: 'exports.onExecutePostLogin = async () => {}',
  inputs: ['actions/seal-attributes.ts', 'lib/core/login/seal.ts', 'lib/rules/rule-step.ts', 'policy'],
  imports: ['crypto']
}
const handlers = hasHandlers(['onExecutePostLogin'])
const check = (checks: readonly Check[], change: Partial<Bundled>) => () => {
  for (const check of checks) check({ ...bundled, ...change })
}
const refusal = (why: string) =>
  expect.objectContaining({ code: 'ERR_BUILD', message: `ERR_BUILD: seal-attributes: ${why}` })

describe('an Action of ours', () => {
  it('passes as it should be', () => {
    expect(check([...ours, handlers], {})).not.toThrow()
  })

  it.each<[string, Partial<Bundled>, string]>([
    ['above our limit', { code: 'x'.repeat(44_001) }, '44001 bytes, more than 44000'],
    ['with ##', { code: '"##KEY##"' }, '## or @@ in the code, which a deploy could replace'],
    ['with @@', { code: '"@@KEY@@"' }, '## or @@ in the code, which a deploy could replace'],
    ['with a package', { imports: ['crypto', 'jose'] }, 'requires jose; ours requires crypto only'],
    [
      'with a file of another folder',
      { inputs: ['lib/tenant/start.ts'] },
      'lib/tenant/start.ts does not belong into what Auth0 runs'
    ],
    [
      'with a package in it',
      { inputs: ['node_modules/jose/index.js'] },
      'node_modules/jose/index.js does not belong into what Auth0 runs'
    ]
  ])('%s is refused', (_what, change, why) => {
    expect(check(ours, change)).toThrow(refusal(why))
  })

  it.each([
    ['no handler', 'exports.other = async () => {}'],
    ['a handler that is not async', 'exports.onExecutePostLogin = () => Promise.resolve()']
  ])('with %s is refused', (_what, code) => {
    const why = 'onExecutePostLogin is not an AsyncFunction, and Auth0 would not run it'
    expect(check([handlers], { code })).toThrow(refusal(why))
  })

  it.each([
    ['that does not parse', 'exports.x = }', "does not load: Unexpected token '}'"],
    ['that throws when it is loaded', 'nowhere()', 'does not load: nowhere is not defined']
  ])('%s is refused', (_what, code, why) => {
    expect(check([handlers], { code })).toThrow(refusal(why))
  })
})

it('anything above what Auth0 takes is refused', () => {
  expect(check(deployable, { code: 'x'.repeat(100_000) })).not.toThrow()
  expect(check(deployable, { code: 'x'.repeat(100_001) })).toThrow(
    '100001 bytes, more than 100000: name its large packages in triggers, dependencies: {'
  )
})

it('a Rule is one function of three arguments', () => {
  expect(check([isRule], { code: 'function (user, context, callback) {}' })).not.toThrow()
  expect(check([isRule], { code: 'function (user, context) {}' })).toThrow(refusal('is no Rule'))
  expect(check([isRule], { code: 'null' })).toThrow(refusal('is no Rule'))
})
