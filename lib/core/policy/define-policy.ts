import { checkPolicy } from './check.js'
import { checkEnvironment, defaultEnvironment } from './environment.js'
import { fault, policyError } from './faults.js'
import { memberNames, policyShape, soundInputOf } from './policy-shape.js'
import { resolvePolicy } from './resolve.js'
import type { StrictInput } from './strict-input.js'
import type { Policy, PolicyInput } from './types.js'

const isAsync =
  'is a promise: the function of a policy must not be async; what it has to wait for stands before it, with await'

/** Whatever comes of the promise is waited for by nobody: a failure of it would end the process. */
const isPromise = (input: unknown): boolean => {
  if (!(input instanceof Promise)) return false
  void Promise.allSettled([input])
  return true
}

/** @throws ERR_POLICY with all mistakes; `note` says what they have in common */
const policyOf = <P extends PolicyInput>(input: P, note?: string): Policy<P> => {
  if (isPromise(input)) throw policyError([fault('policy', isAsync)], note)
  const sound = soundInputOf(input)
  const { policy, rules } = resolvePolicy(sound)
  const faults = [...policyShape('', input), ...checkPolicy(policy, { input, sound, rules })]
  if (faults.length > 0) throw policyError(faults, note)
  return policy as Policy<P>
}

/** A policy that is made when it is first looked at: until then nobody has asked for an environment. */
const whenRead = <P extends PolicyInput>(make: () => Policy<P>): Policy<P> => {
  let made: Policy<P> | undefined
  const descriptors = memberNames.map(member => {
    const get = () => {
      made ??= make()
      return made[member]
    }
    return [member, { enumerable: true, get }]
  })
  return Object.defineProperties({}, Object.fromEntries(descriptors)) as Policy<P>
}

/**
 * A checked policy: the single source of truth for sealing, release, copies and the deny list.
 *
 * @param input the policy, or a function of `{ env }` where tenants differ. It is called for the environment that is asked
 *   for: by `--env`, or `dev` where the policy is read as it stands
 * @returns plain JSON with all defaults, and `forEnvironment` (not enumerable) to make it for another environment
 * @throws ERR_POLICY naming the path of every mistake, such as `slots.payroll.attributes[0]`: of a function when it is called.
 *   `forEnvironment` throws ERR_USAGE for what is no name of an environment
 */
export const definePolicy = <const P extends PolicyInput>(
  input: (P & StrictInput<P>) | ((context: { env: string }) => P & StrictInput<P>)
): Policy<P> & { forEnvironment(env: string): Policy<P> } => {
  const forEnvironment = (env: string): Policy<P> => {
    checkEnvironment(env)
    return typeof input === 'function' ? policyOf(input({ env }), `environment ${env}`) : policyOf(input)
  }
  const policy =
    typeof input === 'function' ? whenRead(() => forEnvironment(defaultEnvironment)) : policyOf(input)
  return Object.defineProperty(policy, 'forEnvironment', { value: forEnvironment }) as ReturnType<
    typeof definePolicy<P>
  >
}
