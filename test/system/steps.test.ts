import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundle } from '../../lib/builder/bundle.js'
import { readPolicy } from '../../lib/builder/policy-file.js'
import { stepsOf } from '../../lib/builder/steps.js'
import type { ActionTarget } from '../../lib/builder/target.js'
import { actionTargets } from '../../lib/builder/targets.js'
import { type SecretContent, secretsOf } from '../../lib/core/policy/secrets.js'
import type { Policy } from '../../lib/core/policy/types.js'
import { createTrigger, load } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import type { EventOptions } from '../fixtures/event.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../fixtures/keys.js'

const configs = [
  '../../a0seal.config.ts',
  ...['everything', 'full', 'same-names'].map(name => `../fixtures/policies/${name}.policy.ts`),
  '../rules/parity.policy.ts'
]
const policies: [string, Policy][] = await Promise.all(
  configs.map(async config => {
    const file = fileURLToPath(new URL(config, import.meta.url))
    return [config.replace(/^.*\//, ''), await readPolicy({ config: file })] as [string, Policy]
  })
)

const secretFor: Record<SecretContent, string> = {
  'secret keys': keySetText(secretJWK(1)),
  'public keys': keySetText(keyPair(3).publicJWK),
  'public key': JSON.stringify(keyPair(1).publicJWK),
  'MAC key': Buffer.alloc(32, 1).toString('base64url'),
  'index keys': keySetText(indexJWK(1)),
  own: 'own'
}

const canary = 'canary'
const recordOf = (names: string[]) => Object.fromEntries(names.map(name => [name, `${canary} ${name}`]))

/** A login that brings everything of a policy, at its first application, with all that its rules ask for. */
const fullLogin = (policy: Policy): EventOptions => {
  const slots = Object.values(policy.slots)
  const attributes = slots.flatMap(({ attributes }) => attributes)
  const [application] = Object.values(policy.applications)
  const wanted = attributes.flatMap(({ connections = [] }) => connections)
  const rule = (name: 'audience' | 'scope') => policy.release.flatMap(rule => rule[name] ?? [])
  const [organization] = policy.release.flatMap(({ organizations = [] }) => organizations)
  const secrets = Object.values(secretsOf(policy)).flatMap(secrets => Object.entries(secrets))
  return {
    client: {
      client_id: application?.client_id ?? '',
      metadata: { a0seal_release: 'true', a0seal_jwk: secretFor['public key'] }
    },
    connection: { name: wanted[0] ?? 'acme-idp', strategy: 'oidc' },
    organization: { id: organization === undefined || organization === '*' ? 'org_1' : organization },
    resource_server: { identifier: rule('audience')[0] ?? '' },
    transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['openid', ...rule('scope')] },
    secrets: Object.fromEntries(secrets.map(([name, content]) => [name, secretFor[content]])),
    user: {
      ...recordOf(attributes.map(({ name }) => name)),
      user_metadata: recordOf(slots.flatMap(({ userMetadata }) => userMetadata.map(({ name }) => name)))
    }
  }
}

type Run = Awaited<ReturnType<ReturnType<typeof createTrigger>>>

const runOf = async (codes: string[], policy: Policy): Promise<Run> => {
  const { user = {}, ...login } = fullLogin(policy)
  return createTrigger(codes.map(load), login)(user)
}

const atLogin = (policy: Policy): ActionTarget[] =>
  actionTargets(policy).filter(({ trigger }) => trigger === 'post-login')

const codeOfTarget = async (target: ActionTarget) => (await bundle(target, '// built')).code

/** The Actions of a policy with all their steps, and a full login through them. Each is made once. */
const createWhole = (policy: Policy) => {
  let codes: Promise<string[]> | undefined
  let run: Promise<Run> | undefined
  const codesOf = () => (codes ??= Promise.all(atLogin(policy).map(codeOfTarget)))
  return {
    codes: codesOf,
    run: () => (run ??= codesOf().then(codes => runOf(codes, policy)))
  }
}

/** Each import of what is generated for an Action. */
const importsOf = ({ entry, modules, name }: ActionTarget): string[] =>
  `${entry}\n${modules[`a0seal:${name}`]?.contents}`.match(/^import .*$/gm) ?? []

/** The target without one line of what is generated for it, and, where asked, without a word of the steps. */
const without = (target: ActionTarget, line: string, step = ''): ActionTarget => {
  const cut = (text: string) =>
    text.replace(`${line}\n`, '').replace(/steps = \{ (.*) \}/, (_all, names: string) => {
      const rest = names.split(', ').filter(name => name !== step)
      return `steps = { ${rest.join(', ')} }`
    })
  const modules = Object.fromEntries(
    Object.entries(target.modules).map(([name, module]) => [
      name,
      module.loader === 'js' ? { ...module, contents: cut(module.contents) } : module
    ])
  )
  return { ...target, entry: cut(target.entry), modules }
}

/** Everything that may hold what a policy guards, but for where it came from. */
const namesSet = ({ appMetadata, transaction, idToken, accessToken }: Run) =>
  [appMetadata, transaction, idToken, accessToken].map(record =>
    Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [name]))
  )
const leaks = ({ appMetadata, transaction }: Run): boolean =>
  JSON.stringify([appMetadata, transaction]).includes(canary)

beforeAll(() => void vi.useFakeTimers({ now: nowMs, toFake: ['Date'] }))
afterAll(() => void vi.useRealTimers())

describe.each(policies)('an Action of %s', (_name, policy) => {
  const targets = actionTargets(policy)
  const whole = createWhole(policy)
  const cases = targets.flatMap(target => importsOf(target).map(line => [target.name, line, target] as const))

  it('comes with all its steps to everything that it guards', async () => {
    const run = await whole.run()
    expect(run.log.join()).not.toContain('ERR_UNEXPECTED')
    expect(leaks(run)).toBe(false)
    for (const { slot } of policy.release) {
      const { keep } = policy.slots[slot] as Policy['slots'][string]
      const at = keep === 'login' ? run.transaction : run.appMetadata
      expect(Object.keys(at)).toContain(`${policy.container}_${slot}`)
    }
  })

  it.each(cases)('%s is not built without its line %s', async (_action, line, target) => {
    await expect(bundle(without(target, line), '// built')).rejects.toMatchObject({ code: 'ERR_BUILD' })
  })

  const steps = targets.flatMap(target =>
    stepsOf(target.name, policy).map(({ kind, name }) => [target.name, kind, name, target] as const)
  )

  it.runIf(steps.length > 0).each(steps)(
    '%s without its step %s fails closed',
    async (_action, kind, name, target) => {
      const line = importsOf(target).find(line => line.includes(` ${name} as ${kind} `)) as string
      const cut = await codeOfTarget(without(target, line, kind))
      const codes = await whole.codes()
      const others = atLogin(policy).map(({ name }, at) => (name === target.name ? cut : codes[at]))
      const [before, after] = [await whole.run(), await runOf(others as string[], policy)]
      expect(after.log.join()).toMatch(new RegExp(`a0seal ${target.name} .*ERR_UNEXPECTED`))
      expect(leaks(after)).toBe(false)
      namesSet(after).forEach((names, index) => {
        expect(namesSet(before)[index]).toEqual(expect.arrayContaining(names))
      })
      expect(namesSet(after).flat().length).toBeLessThan(namesSet(before).flat().length)
    }
  )
})
