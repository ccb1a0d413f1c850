import { isPlainObject } from '../../core/auth0/json.js'
import { secretValueMaxChars } from '../../core/auth0/limits.js'
import { A0sealError } from '../../core/errors.js'
import { isPlainKid } from '../../core/format/first-line.js'
import { isUnset } from '../../core/jwe/key-set.js'
import { keyId } from '../../core/jwe/thumbprint.js'
import { own } from '../../core/policy/own.js'
import { type ActionSecrets, type SecretContent, secretsOf } from '../../core/policy/secrets.js'
import type { Policy } from '../../core/policy/types.js'
import { readPrivateFile } from '../keys/file.js'
import type { NamedFile } from '../keys/named-files.js'
import { publicKeys } from '../keys/public.js'
import { describeKeySet, type KeyKind } from '../keys/report.js'

/** What goes into the secrets of Actions, by their names; and the ids of the keys in it, which may be shown. */
export interface LoadedSecrets {
  values: Record<string, string>
  kids: Record<string, string[]>
}

const kindOf: Readonly<Record<Exclude<SecretContent, 'own'>, KeyKind>> = {
  'secret keys': 'secret',
  'public keys': 'public',
  'public key': 'public',
  'MAC key': 'MAC',
  'index keys': 'index'
}

/** @throws ERR_USAGE for a file under a name that is no secret of the policy: nobody would read it */
export const checkFileNames = (files: readonly NamedFile[], policy: Policy): void => {
  const known = new Set(Object.values(secretsOf(policy)).flatMap(secrets => Object.keys(secrets)))
  const stray = files.find(({ name }) => !known.has(name))
  if (stray)
    throw new A0sealError(
      'ERR_USAGE',
      `--keys ${stray.name}: the policy has no secret of that name; known are ${[...known].join(', ')}`
    )
}

/** The text of the file or variable of a secret; undefined where there is neither. */
export const readSource = async (
  secret: string,
  { files, env }: { files: readonly NamedFile[]; env: Readonly<Record<string, string | undefined>> }
): Promise<{ text: string; source: string } | undefined> => {
  const named = files.filter(({ name }) => name === secret)
  const [first, second] = named
  if (second) throw new A0sealError('ERR_USAGE', `--keys names ${secret} twice: name it once`)
  if (first) return { text: await readPrivateFile(first.file), source: first.file }
  const text = own(env, secret)
  return isUnset(text) || text === undefined ? undefined : { text, source: `the variable ${secret}` }
}

/** JSON as it is, or base64url of it, as an Action takes it. */
const asJson = (text: string): string => (text.includes('{') ? text : String(Buffer.from(text, 'base64url')))

/** A key from elsewhere may have a name that cannot stand in a first line: its thumbprint names it there. */
const kidOf = (jwk: Record<string, unknown>): string => (isPlainKid(jwk.kid) ? jwk.kid : keyId(jwk))

const kidsOf = (text: string): string[] => {
  const { keys: reports } = describeKeySet(text)
  const value = JSON.parse(text)
  const jwks: unknown[] = Array.isArray(value.keys) ? value.keys : [value]
  return jwks
    .filter(isPlainObject)
    .flatMap((jwk, index) => (reports[index]?.place === 'ignored' ? [] : [kidOf(jwk)]))
}

/** What goes into a secret. @throws ERR_KEY_SET, ERR_KEY_MODE naming where it is from, and nothing that is in it */
export const checkedSecret = (
  { text, source }: { text: string; source: string },
  content: SecretContent
): { value: string; kids: string[] } => {
  const trimmed = text.trim()
  if (content === 'own') {
    if (trimmed.length > secretValueMaxChars)
      throw new A0sealError(
        'ERR_USAGE',
        `${source}: more than the ${secretValueMaxChars} characters of a secret`
      )
    return { value: trimmed, kids: [] }
  }
  const json = content === 'MAC key' ? trimmed : asJson(trimmed)
  const { kind, problems } = describeKeySet(json)
  if (problems.length > 0) throw new A0sealError('ERR_KEY_SET', `${source}: ${problems.join('; ')}`)
  const wanted = kindOf[content]
  const isPrivate = kind === 'private' && wanted === 'public'
  if (kind !== wanted && !isPrivate)
    throw new A0sealError('ERR_KEY_MODE', `${source}: these are ${kind} keys, and ${wanted} keys are wanted`)
  // A secret key's thumbprint tells nothing of 256 random bits; so does a MAC key's.
  if (kind === 'MAC') return { value: json, kids: [keyId({ kty: 'oct', k: json })] }
  const value = isPrivate ? publicKeys(json) : json
  return { value, kids: kidsOf(value) }
}

/**
 * The secrets of files (`--keys`), and of the environment for those that no file is named for.
 *
 * @throws ERR_NO_KEYS naming those that are nowhere; ERR_USAGE for a file that is missing or that others can read; ERR_KEY_SET,
 *   ERR_KEY_MODE
 */
export const loadSecrets = async (
  wanted: ActionSecrets,
  sources: { files: readonly NamedFile[]; env: Readonly<Record<string, string | undefined>> }
): Promise<LoadedSecrets> => {
  const loaded: LoadedSecrets = { values: {}, kids: {} }
  const missing: string[] = []
  for (const [secret, content] of Object.entries(wanted)) {
    const source = await readSource(secret, sources)
    if (!source) {
      missing.push(secret)
      continue
    }
    const { value, kids } = checkedSecret(source, content)
    loaded.values[secret] = value
    if (kids.length > 0) loaded.kids[secret] = kids
  }
  if (missing.length === 0) return loaded
  const isOfOwn = missing.some(secret => wanted[secret] === 'own')
  throw new A0sealError(
    'ERR_NO_KEYS',
    `${missing.join(', ')}: name a file with --keys NAME=FILE, or set the variable of that name` +
      (isOfOwn
        ? "; an Action that is deployed and not this policy's to deploy is { deployed: '<its name>' } in triggers"
        : '')
  )
}
