import { A0sealError } from '../errors.js'

/** One mistake in a policy. `path` is where: `slots.demographics.attributes[1]`. */
export interface Fault {
  path: string
  what: string
  /** A member that nobody reads: the rest of what it stands in can be checked all the same. */
  isUnknown?: true
}

/** The mistakes that a check finds, each as it comes to it. */
export type Faults = Iterable<Fault>

export const fault = (path: string, what: string): Fault => ({ path, what })

/** All mistakes in one error, a line each, the first beside the code. `note` says what they have in common. */
export const policyError = (faults: readonly Fault[], note?: string): A0sealError => {
  const lines = faults.map(({ path, what }) => `${path}: ${what}`)
  return new A0sealError('ERR_POLICY', lines.join('\n  ') + (note ? ` (${note})` : ''))
}
