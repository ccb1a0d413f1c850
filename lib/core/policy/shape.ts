import { isPlainObject } from '../auth0/json.js'
import { A0sealError } from '../errors.js'

/** Reports a mistake in the policy. `path` is where: `slots.demographics.attributes[1]`. */
export function fail(path: string, what: string): never {
  throw new A0sealError('ERR_POLICY', `${path}: ${what}`)
}

type Check = (path: string, value: unknown) => void

export const text: Check = (path, value) => {
  if (typeof value !== 'string' || value === '') fail(path, 'must be a text that is not empty')
}

export const flag: Check = (path, value) => {
  if (typeof value !== 'boolean') fail(path, 'must be true or false')
}

export const onlyTrue: Check = (path, value) => {
  if (value !== true) fail(path, 'must be true, or left out')
}

export const count: Check = (path, value) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1) fail(path, 'must be a whole number above 0')
}

export const oneOf =
  (...values: readonly string[]): Check =>
  (path, value) => {
    if (!values.includes(value as string)) fail(path, `must be one of ${values.join(', ')}`)
  }

export const listOf =
  (check: Check): Check =>
  (path, value) => {
    if (!Array.isArray(value) || value.length === 0) fail(path, 'must be a list that is not empty')
    for (const [index, item] of (value as unknown[]).entries()) check(`${path}[${index}]`, item)
  }

export const recordOf =
  (check: Check): Check =>
  (path, value) => {
    if (!isPlainObject(value)) fail(path, 'must be an object')
    for (const name of Object.keys(value)) check(`${path}.${name}`, value[name])
  }

/** An object with these members and no others; `required` ones must be there. */
export const object =
  (members: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (path, value) => {
    if (!isPlainObject(value)) fail(path || 'policy', 'must be an object')
    for (const name of required) {
      if (value[name] === undefined) fail(path ? `${path}.${name}` : name, 'is missing')
    }
    for (const name of Object.keys(value)) {
      const at = path ? `${path}.${name}` : name
      const check = Object.hasOwn(members, name) ? members[name] : undefined
      if (!check) fail(at, `is not known here; known are ${Object.keys(members).join(', ')}`)
      if (value[name] !== undefined) check(at, value[name])
    }
  }

const secretName: Check = (path, value) => {
  if (typeof value !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(value)) {
    fail(path, 'must be the name of an Action secret: letters, digits and _, at most 128')
  }
}

const keySource: Check = (path, value) => {
  if (!isPlainObject(value)) fail(path, 'must be { secret } or a public JWK')
  if ('secret' in value) object({ secret: secretName }, ['secret'])(path, value)
}

const attribute: Check = (path, value) => {
  if (typeof value === 'string') return text(path, value)
  object(
    {
      name: text,
      from: listOf(text),
      connections: listOf(text),
      entropy: oneOf('high'),
      index: text,
      acceptLimitations: onlyTrue
    },
    ['name']
  )(path, value)
}

const applications: Check = (path, value) => {
  if (value === 'any') return
  if (Array.isArray(value)) return listOf(text)(path, value)
  object({ optIn: text, trustAppAdmins: onlyTrue }, ['optIn', 'trustAppAdmins'])(path, value)
}

const copyType = oneOf('string', 'number', 'boolean', 'string[]')

const copyField: Check = (path, value) => {
  if (typeof value === 'string') return copyType(path, value)
  object({ type: copyType, max: count, as: text, userControlled: flag }, ['type'])(path, value)
}

const onError = oneOf('continue', 'deny')

/** The form of a policy: names and types of its members. What they mean together is checked elsewhere. */
export const policyShape = object(
  {
    namespace: text,
    container: text,
    slots: recordOf(
      object({
        attributes: listOf(attribute),
        userMetadata: listOf(text),
        userMayChange: flag,
        keep: oneOf('profile', 'login'),
        mode: oneOf('readable', 'write-only'),
        keys: secretName,
        onNull: oneOf('keep', 'remove'),
        fingerprint: flag,
        acceptLimitations: onlyTrue
      })
    ),
    applications: recordOf(object({ client_id: text, key: keySource }, ['client_id'])),
    release: (path, value) => {
      if (!Array.isArray(value)) fail(path, 'must be a list')
      if (value.length > 0) listOf(releaseRule)(path, value)
    },
    copy: recordOf(copyField),
    userMetadataClaim: flag,
    onError: object({ seal: onError, copy: onError, release: onError }),
    limits: object({ valueWarnChars: count, profileMaxChars: count })
  },
  ['namespace']
)

const releaseRule = object(
  {
    slot: text,
    attributes: listOf(text),
    to: oneOf('id_token', 'access_token'),
    applications,
    form: oneOf('sealed', 'clear'),
    as: text,
    audience: text,
    key: keySource,
    scope: text,
    organizations: listOf(text),
    storedInClear: onlyTrue,
    readableByClient: onlyTrue,
    delegated: flag
  },
  ['slot', 'to', 'applications']
)
