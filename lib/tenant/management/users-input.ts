import { z } from 'zod'
import { isPlainObject } from '../../core/auth0/json.js'
import { reservedAppMetadata } from '../../core/auth0/reserved.js'

const namesOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(namesOf)
  return isPlainObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => [name, ...namesOf(inner)])
    : []
}

export const metadata = z
  .record(z.string(), z.json())
  .refine(value => !namesOf(value).some(name => /[.$]/.test(name)), 'A name holds . or $')

export const appMetadata = metadata.refine(
  value => !Object.keys(value).some(name => reservedAppMetadata.has(name)),
  'A name is reserved'
)

/** Letters, digits and what Auth0 allows besides, within its default lengths. */
const username = z
  .string()
  .regex(/^[A-Za-z0-9_+\-.!#$'^`~@]{1,15}$/, 'Expected 1 to 15 characters of a username')
const text = z.string().min(1).max(300)

const shared = {
  email: z.email(),
  email_verified: z.boolean(),
  phone_number: z.string().regex(/^\+\d{1,15}$/, 'Expected + and up to 15 digits'),
  phone_verified: z.boolean(),
  blocked: z.boolean(),
  username,
  password: z.string().min(1),
  verify_email: z.boolean(),
  user_metadata: metadata,
  app_metadata: appMetadata
}

const names = {
  given_name: text.max(150),
  family_name: text.max(150),
  name: text,
  nickname: text,
  picture: z.url()
}

/** `null` unsets. */
const unsettable = <T extends z.ZodType>(schema: T) => schema.nullable()

export const createBody = z
  .strictObject({
    ...shared,
    ...names,
    user_id: z
      .string()
      .max(255)
      .regex(/^[^|]+$/),
    connection: z.string().min(1)
  })
  .partial()
  .required({ connection: true })

export const patchBody = z
  .strictObject({
    ...shared,
    phone_number: unsettable(shared.phone_number),
    username: unsettable(shared.username),
    given_name: unsettable(names.given_name),
    family_name: unsettable(names.family_name),
    name: unsettable(names.name),
    nickname: unsettable(names.nickname),
    picture: unsettable(names.picture),
    verify_phone_number: z.boolean(),
    connection: z.string().min(1),
    client_id: z.string().min(1)
  })
  .partial()
export type UserPatch = z.output<typeof patchBody>
