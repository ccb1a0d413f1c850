import { A0sealError } from '../../core/errors.js'
import { generateIndexKey, generateKeyPair, generateSecretKey, type JWK } from '../../core/jwe/generate.js'
import { addKey, promoteKey, retireKey, type StoredKeySet } from '../../core/jwe/rotation.js'
import { describeKeySet, type KeyReport, type KeySetReport } from './report.js'

/** One step of a rotation. */
export type RotationStep =
  | { name: 'add' }
  | { name: 'promote'; kid?: string }
  | { name: 'retire'; kid: string }

export interface Rotated {
  /** The key set after the step: the text of a file, or of an Action secret. */
  text: string
  /** The key the step was about. */
  kid: string
  keys: KeyReport[]
  /** What has to happen before the next step, in words. */
  next: string
}

/** The text of a key set: one line, as it goes into a secret. */
export const keySetText = (keySet: object): string => `${JSON.stringify(keySet)}\n`

const readable = (text: string): KeySetReport => {
  const report = describeKeySet(text)
  if (report.problems.length > 0) throw new A0sealError('ERR_KEY_SET', report.problems.join('; '))
  return report
}

/** A key like the first of the set. */
const freshKey = ({ kind, keys: [first] }: KeySetReport): JWK => {
  if (kind === 'index') return generateIndexKey()
  if (kind === 'private') return generateKeyPair(first?.curve === 'X25519' ? 'X25519' : 'P-256').privateKey
  return generateSecretKey(first?.alg === 'A256KW' ? 'A256KW' : 'A256GCM')
}

const holders: Readonly<Record<string, string>> = {
  secret: 'the secret of every Action that uses it, and every reader',
  index: 'the secret of seal-attributes, and everything that searches',
  private: 'every reader'
}

const nextOf = (step: RotationStep, { kind, keys }: KeySetReport): string => {
  const isPrivate = kind === 'private'
  const where = holders[kind ?? '']
  if (step.name === 'add')
    return `put this key set into ${where}, and deploy. Once all have it: npx a0seal keys rotate --promote --file FILE`
  if (step.name === 'retire') return `put this key set into ${where}, and deploy.`
  const secret = isPrivate
    ? 'put what `keys public` prints of it into the Actions’ secret'
    : `put it into ${where}`
  const old = keys.filter(({ place }) => place === 'opens').map(({ kid }) => kid)
  return (
    `${secret}, and deploy. Values get this key as their users log in. ` +
    `Once no value is left under ${old.join(', ')} (docs/rollout.md says how to look): npx a0seal keys rotate --retire KID --audited --file FILE`
  )
}

const takeStep = (
  step: RotationStep,
  keySet: StoredKeySet,
  { fresh, now }: { fresh: () => JWK; now: number }
): { keySet: StoredKeySet; kid: string } => {
  if (step.name === 'add') {
    const key = fresh()
    return { keySet: addKey(keySet, key, { now }), kid: key.kid }
  }
  if (step.name === 'retire') return { keySet: retireKey(keySet, step.kid), kid: step.kid }
  const after = promoteKey(keySet, step.kid)
  return { keySet: after, kid: after.keys[0]?.kid ?? '' }
}

/**
 * One step of a rotation on the text of a key set.
 *
 * @param options.now milliseconds since the epoch
 * @throws ERR_KEY_SET where the text is no key set, the step is not the one that is due, or the result would be refused by
 *   an Action: above 4,096 characters
 */
export const rotateKeys = (text: string, step: RotationStep, { now }: { now: number }): Rotated => {
  const before = readable(text)
  if (before.kind === 'public')
    throw new A0sealError(
      'ERR_KEY_SET',
      'these are public keys: rotate their private ones, then `keys public`'
    )
  if (before.kind === 'MAC')
    throw new A0sealError('ERR_KEY_SET', 'a MAC key cannot be rotated: values carry its tag')
  const value = JSON.parse(text)
  const keySet: StoredKeySet = Array.isArray(value.keys) ? value : { keys: [value] }
  const { keySet: after, kid } = takeStep(step, keySet, { fresh: () => freshKey(before), now })
  const result = keySetText(after)
  const report = readable(result)
  return { text: result, kid, keys: report.keys, next: nextOf(step, report) }
}
