import { z } from 'zod'
import { signupFieldsMax, signupNameMaxChars, signupValueMaxChars } from '../../core/auth0/limits.js'

const text = z.string().min(1)
const name = z.string().max(300)

/** `user_metadata` of a sign-up: text only, and little of it. */
export const signupMetadata = z
  .record(z.string().min(1).max(signupNameMaxChars), z.string().max(signupValueMaxChars))
  .refine(
    fields => Object.keys(fields).length <= signupFieldsMax,
    `expected at most ${signupFieldsMax} fields`
  )
  .refine(fields => !Object.keys(fields).some(field => /[.$]/.test(field)), 'expected names without . and $')

/**
 * The body of `/dbconnections/signup`.
 * @see https://auth0.com/docs/api/authentication/signup/create-a-new-user
 */
export const signupBody = z.strictObject({
  client_id: text,
  connection: text,
  email: z.email().max(300).optional(),
  password: text.max(300),
  username: text.max(128).optional(),
  phone_number: text.max(30).optional(),
  given_name: name.optional(),
  family_name: name.optional(),
  name: name.optional(),
  nickname: name.optional(),
  picture: z.url().optional(),
  user_metadata: signupMetadata.optional()
})
export type SignupBody = z.output<typeof signupBody>
