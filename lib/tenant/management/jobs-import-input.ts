import { getHashes } from 'node:crypto'
import { z } from 'zod'
import { type ImportedHash, pbkdf2Text } from '../users/password-hash.js'
import { appMetadata, metadata } from './users-input.js'

const bcryptText = z
  .string()
  .regex(
    /^\$2[ab]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/,
    'Expected $2a$ or $2b$ of bcrypt, at most 14 rounds'
  )
const textEncoding = z.enum(['utf8', 'hex', 'base64']).default('utf8')
const hashEncoding = z.enum(['hex', 'base64'])
/** How the password's text became bytes. */
const password = z.strictObject({ encoding: z.literal('utf8') }).optional()
const keyText = z.strictObject({ value: z.string(), encoding: textEncoding })

const digestHash = z.strictObject({
  algorithm: z.enum(['md5', 'sha1', 'sha256', 'sha512']),
  hash: z.strictObject({ value: z.string().min(1), encoding: hashEncoding }),
  salt: z
    .strictObject({
      value: z.string(),
      encoding: textEncoding,
      position: z.enum(['prefix', 'suffix']).default('prefix')
    })
    .optional(),
  password
})

/** The algorithms of Auth0's schema that this tenant can check. Of the others it names the ones it has. */
const customHash = z.discriminatedUnion(
  'algorithm',
  [
    z.strictObject({
      algorithm: z.literal('bcrypt'),
      hash: z.strictObject({ value: bcryptText, encoding: z.literal('utf8').optional() }),
      password
    }),
    z.strictObject({
      algorithm: z.literal('pbkdf2'),
      hash: z.strictObject({ value: z.string().regex(pbkdf2Text), encoding: z.literal('utf8').optional() }),
      password
    }),
    z.strictObject({
      algorithm: z.literal('hmac'),
      hash: z.strictObject({
        value: z.string().min(1),
        encoding: hashEncoding,
        digest: z.string().refine(name => getHashes().includes(name), 'Expected a digest'),
        key: keyText
      }),
      password
    }),
    digestHash
  ],
  'This tenant checks bcrypt, pbkdf2, hmac, md5, sha1, sha256 and sha512 only'
)

const text = z.string().min(1).max(300)

/** One user of an import file. A name it does not know refuses the user. */
export const importedUser = z
  .strictObject({
    email: z.email(),
    email_verified: z.boolean().optional(),
    user_id: z.string().min(1).max(255).optional(),
    username: z.string().min(1).max(128).optional(),
    given_name: text.max(150).optional(),
    family_name: text.max(150).optional(),
    name: text.optional(),
    nickname: text.optional(),
    picture: z.url().optional(),
    phone_number: z.string().optional(),
    phone_verified: z.boolean().optional(),
    blocked: z.boolean().optional(),
    password_hash: bcryptText.optional(),
    custom_password_hash: customHash.optional(),
    app_metadata: appMetadata.optional(),
    user_metadata: metadata.optional()
  })
  .refine(({ password_hash, custom_password_hash }) => password_hash === undefined || !custom_password_hash, {
    path: ['custom_password_hash'],
    message: 'Not together with password_hash'
  })
export type ImportedUser = z.output<typeof importedUser>

/** The hash a user of the file is to log in by. */
export const hashOf = ({ password_hash, custom_password_hash }: ImportedUser): ImportedHash | undefined =>
  password_hash === undefined ? custom_password_hash : { algorithm: 'bcrypt', hash: { value: password_hash } }
