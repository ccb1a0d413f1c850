import { z } from 'zod'
import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import type { ImportProblem, Job } from '../store/jobs.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { TenantConnection } from '../users/connections.js'
import { addDatabaseUser, databaseUserId, findDatabaseUser } from '../users/database-users.js'
import type { User } from '../users/users.js'
import { defined } from './input.js'

/** One user of an import file. What it does not know is not stored. */
const importedUser = z.object({
  email: z.email(),
  email_verified: z.boolean().optional(),
  user_id: z.string().min(1).max(255).optional(),
  username: z.string().min(1).max(128).optional(),
  given_name: z.string().min(1).max(150).optional(),
  family_name: z.string().min(1).max(150).optional(),
  name: z.string().min(1).max(300).optional(),
  nickname: z.string().min(1).max(300).optional(),
  picture: z.url().optional(),
  phone_number: z.string().optional(),
  phone_verified: z.boolean().optional(),
  blocked: z.boolean().optional(),
  app_metadata: z.record(z.string(), z.json()).optional(),
  user_metadata: z.record(z.string(), z.json()).optional()
})
type ImportedUser = z.output<typeof importedUser>

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

  const update = (known: User, { user_id: _id, app_metadata, user_metadata, ...root }: ImportedUser) => {
    const given = defined({ ...root, app_metadata, user_metadata })
    store.users.put({ ...known, ...given, updated_at: store.now().toISOString() })
    summary.updated += 1
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
    if (sameEmail && upsert) return void update(sameEmail, user)
    if (sameEmail) return refused(input, 'CONFLICT_EMAIL', 'A user with this e-mail address exists')
    const { username } = user
    const user_id = user.user_id === undefined ? undefined : databaseUserId(user.user_id)
    if (username !== undefined && findDatabaseUser(store, connection, { username })) {
      return refused(input, 'CONFLICT_USERNAME', 'A user with this username exists')
    }
    if (user_id !== undefined && store.users.get(user_id)) {
      return refused(input, 'CONFLICT', 'A user with this id exists')
    }
    const { user_id: id, app_metadata, user_metadata, ...profile } = user
    addDatabaseUser(store, connection, {
      profile: defined(profile),
      id,
      app_metadata,
      user_metadata
    })
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
