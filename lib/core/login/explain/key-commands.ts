import { isPlainObject } from '../../auth0/json.js'
import { isPlainKid } from '../../format/first-line.js'
import { sealedKey } from '../../metadata/names.js'
import type { SecretContent } from '../../policy/secrets.js'
import type { Policy } from '../../policy/types.js'
import { kidOf } from './held.js'
import { shellWord } from './shell-word.js'

/** The file that advice names for the keys of `A0SEAL_KEYS`. */
const keyFile = 'keys.json'

/** The words of a secret's name that tell it from others: `hr-web` of `A0SEAL_HR_WEB_KEY`, none of `A0SEAL_KEYS`. */
const stemOf = (secret: string): string =>
  secret
    .replace(/^A0SEAL_/, '')
    .replace(/(^|_)KEYS?$/, '')
    .toLowerCase()
    .replaceAll('_', '-')

/** The file that advice names for the keys of a secret. What `init` has git ignore covers it. */
export const keyFileFor = (secret: string): string => {
  const stem = stemOf(secret)
  return stem === '' ? keyFile : `${stem}.${keyFile}`
}

const generate: Readonly<Record<Exclude<SecretContent, 'own'>, string>> = {
  'secret keys': '--for slots',
  'public keys': '--for slots --alg ECDH-ES',
  'public key': '--for application',
  'MAC key': '--for mac',
  'index keys': '--for index'
}

/** What tells which keys are needed: the profile as it is stored. */
export interface Stored {
  policy: Policy | undefined
  user?: Readonly<Record<string, unknown>> | undefined
}

/** The ids of the keys that a profile's values are sealed with: of all, or but for the slots of other secrets. */
const sealedWith = ({ policy, user }: Stored, secret?: string): string[] => {
  const metadata = isPlainObject(user?.app_metadata) ? user.app_metadata : {}
  const { slots = {}, container = '' } = policy ?? {}
  const others = Object.entries(slots)
    .filter(([, { keys }]) => secret !== undefined && keys !== secret)
    .map(([slot]) => sealedKey(container, slot))
  const kids = Object.entries(metadata)
    .filter(([place]) => !others.includes(place))
    .map(([, value]) => kidOf(value))
  return [...new Set(kids.filter(isPlainKid))]
}

const deployKeySet = (secret: string, kids: readonly string[]): string =>
  `npx a0seal deploy --keys ${shellWord(`${secret}=FILE`)}, with the key set that has ${kids.join(', ')}: what is stored is sealed with it`

/** What gives a secret that is not set what it must hold: new keys only where nothing needs the old ones. */
export const secretCommand = (secret: string, content: SecretContent, stored: Stored): string => {
  if (content === 'own') return `set ${secret} in the environment`
  const isOfSlots = content === 'secret keys' || content === 'public keys'
  const kids = sealedWith(stored, isOfSlots ? secret : undefined)
  if (kids.length > 0 && isOfSlots) return deployKeySet(secret, kids)
  if (kids.length > 0 && content !== 'public key')
    return `npx a0seal deploy --keys ${shellWord(`${secret}=FILE`)}, with the key of before: what is stored needs it`
  const publicOut =
    content === 'public key' ? ` --public-out ${shellWord(`${stemOf(secret)}.public.json`)}` : ''
  return `npx a0seal keys generate ${generate[content]} --out ${shellWord(keyFileFor(secret))}${publicOut}`
}

/** What to do where an Action has no keys, and which secret lacks them is not known. */
export const noKeysCommand = (stored: Stored): string => {
  const kids = sealedWith(stored)
  return kids.length > 0 ? deployKeySet('NAME', kids) : `npx a0seal keys generate --out ${keyFile}`
}

export const inspectCommand = `npx a0seal keys inspect ${keyFile}`
