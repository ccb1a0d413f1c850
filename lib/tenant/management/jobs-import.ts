import type { z } from 'zod'
import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import type { ImportProblem, Job } from '../store/jobs.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import { addDatabaseUser, databaseUserId, findDatabaseUser } from '../users/database-users.js'
import type { User } from '../users/users.js'
import { defined } from './input.js'
import { hashOf, type ImportedUser, importedUser } from './jobs-import-input.js'

const codes: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'INVALID_TYPE',
  invalid_format: 'FORMAT',
  too_big: 'MAX_LENGTH',
  too_small: 'MIN_LENGTH'
}

/** An issue in the words of Auth0's import: a code of its list, a message without the value, a path. */
const problem = (issue: z.core.$ZodIssue, user: unknown): ImportProblem['errors'][number] => {
  const [first] = issue.path
  const isMissing = isPlainObject(user) && first === 'email' && user.email === undefined
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined
  if (unknown) {
    const message = `Additional properties not allowed: ${unknown.join(',')}`
    return { code: 'NOT_PASSED', message, path: [...issue.path, unknown[0] ?? ''].map(String).join('.') }
  }
  return {
    code: isMissing ? 'ANY_OF_MISSING' : (codes[issue.code] ?? 'NOT_PASSED'),
    message: isMissing ? 'Missing required property: email' : issue.message,
    path: issue.path.map(String).join('.')
  }
}

const refused = (user: unknown, code: string, message: string): ImportProblem => ({
  user: shown(user),
  errors: [{ code, message, path: '' }]
})

/** Enough to find the user in the file. */
const shown = (user: unknown): JsonObject => {
  const { email, user_id } = isPlainObject(user) ? user : {}
  return {
    ...(typeof email === 'string' && { email }),
    ...(typeof user_id === 'string' && { user_id })
  }
}

/** What an upsert changes of a user who is there. Auth0's table says of all else, password hashes included: no. */
const updatable = [
  'app_metadata',
  'email_verified',
  'family_name',
  'given_name',
  'name',
  'nickname',
  'picture',
  'user_metadata'
] as const

/**
 * Brings users into a database connection. With `upsert` a user of the same e-mail address is overwritten: metadata is
 * replaced whole, not merged.
 *
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-imports
 */
export const importUsers = (
  store: TenantStore,
  connection: TenantConnection,
  { users, upsert }: { users: readonly unknown[]; upsert: boolean }
): NonNullable<Job['import']> => {
  const summary = { total: users.length, inserted: 0, updated: 0, failed: 0 }
  const problems: ImportProblem[] = []
  const seen = new Set<string>()

  const tooLarge = (user: unknown) =>
    refused(user, 'MAX_LENGTH', 'The user profile would be larger than 10 kB.')

  const update = (known: User, user: ImportedUser): ImportProblem | undefined => {
    const given = Object.fromEntries(updatable.map(name => [name, user[name]]))
    const changed = { ...known, ...defined(given), updated_at: store.now().toISOString() }
    if (store.users.put(changed as User)?.refused) return tooLarge(user)
    summary.updated += 1
    return undefined
  }

  const take = (input: unknown): ImportProblem | undefined => {
    if (!isPlainObject(input)) return refused(input, 'OBJECT_REQUIRED', 'Expected an object')
    const parsed = importedUser.safeParse(input)
    if (!parsed.success) {
      return { user: shown(input), errors: parsed.error.issues.map(issue => problem(issue, input)) }
    }
    const user = parsed.data
    const email = user.email.toLowerCase()
    if (seen.has(email)) return refused(input, 'DUPLICATED_USER', 'The user is in the file twice')
    seen.add(email)
    const sameEmail = findDatabaseUser(store, connection, { email })
    if (sameEmail && upsert) return update(sameEmail, user)
    if (sameEmail) return refused(input, 'CONFLICT_EMAIL', 'A user with this e-mail address exists')
    const { username } = user
    const user_id = user.user_id === undefined ? undefined : databaseUserId(user.user_id)
    if (username !== undefined && findDatabaseUser(store, connection, { username })) {
      return refused(input, 'CONFLICT_USERNAME', 'A user with this username exists')
    }
    if (user_id !== undefined && store.users.get(user_id)) {
      return refused(input, 'CONFLICT', 'A user with this id exists')
    }
    const { user_id: id, app_metadata, user_metadata, password_hash, custom_password_hash, ...profile } = user
    const added = addDatabaseUser(store, connection, {
      profile: defined(profile),
      id,
      hash: hashOf(user),
      app_metadata,
      user_metadata
    })
    if (!added) return tooLarge(user)
    summary.inserted += 1
    return undefined
  }

  for (const input of users) {
    const found = take(input)
    if (!found) continue
    summary.failed += 1
    problems.push(found)
  }
  return { summary, problems }
}
