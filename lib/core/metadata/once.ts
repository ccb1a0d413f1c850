import { isPlainObject } from '../auth0/json.js'
import type { PostLoginAPI, PostLoginEvent } from '../auth0/post-login.js'

export interface OnceOptions {
  event: Pick<PostLoginEvent, 'user'>
  api: { user: Pick<PostLoginAPI['user'], 'setAppMetadata'> }
  /** Milliseconds since 1970. */
  now: number
  /** What the keys in `app_metadata` start with. Default `once`. */
  container?: string
}

/**
 * The top-level key of a record of one's own in `app_metadata`. One per name, since Auth0 merges no deeper: two Actions that
 * write two names do not undo each other.
 *
 * @throws TypeError for a name Auth0 would refuse
 */
export const recordKey = (container: string, name: string): string => {
  if (name === '' || /[.$]/.test(container + name)) {
    throw new TypeError('a name in metadata must not be empty, nor contain "." or "$"')
  }
  return `${container}_${name}`
}

/** The value recorded under a key, `undefined` where there is none of its own. */
export const recorded = ({ user }: Pick<PostLoginEvent, 'user'>, key: string): unknown =>
  isPlainObject(user.app_metadata) && Object.hasOwn(user.app_metadata, key)
    ? user.app_metadata[key]
    : undefined

/**
 * Does something one time for each user, and records when in `app_metadata.once_<name>` (ISO time).
 *
 * If the task throws, nothing is recorded and the error is thrown. Auth0 writes the record when all Actions have run: two
 * logins at the same moment can both do the task, and so can the next login after one that failed. Let the task bear that.
 *
 * @param name not empty, without `.` and `$`
 * @returns true if the task was done now
 * @throws TypeError for a name Auth0 would refuse; whatever the task throws
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
 */
export const once = async (
  name: string,
  task: () => unknown,
  { event, api, now, container = 'once' }: OnceOptions
): Promise<boolean> => {
  const key = recordKey(container, name)
  if (recorded(event, key) !== undefined) return false
  await task()
  api.user.setAppMetadata(key, new Date(now).toISOString())
  return true
}
