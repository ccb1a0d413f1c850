import { ManagementRefusal } from './errors.js'
import type { SearchFields } from './lucene.js'
import type { SearchField } from './lucene-values.js'

const exact: SearchField = {}
const caseless: SearchField = { ignoresCase: true }
const date: SearchField = { isDate: true }

const rootFields: Record<string, SearchField> = {
  user_id: exact,
  email: caseless,
  email_verified: exact,
  username: exact,
  name: caseless,
  nickname: caseless,
  given_name: caseless,
  family_name: caseless,
  phone_number: exact,
  phone_verified: exact,
  blocked: exact,
  logins_count: exact,
  last_ip: exact,
  last_login: date,
  created_at: date,
  updated_at: date,
  'identities.connection': exact,
  'identities.provider': exact,
  'identities.user_id': exact
}

/** What `q` of the users can ask for here: the usual root fields, and metadata at any depth. */
export const userFields: SearchFields = name => {
  // Neither wildcards nor ranges reach what users write themselves.
  if (/^user_metadata(\.[^.]+)*$/.test(name)) return { isExact: true }
  if (/^app_metadata(\.[^.]+)*$/.test(name)) return exact
  return Object.hasOwn(rootFields, name) ? rootFields[name] : undefined
}

/** @throws ManagementRefusal 400 for `sort` by metadata or in another form than `field:1`. */
export const sorted = <T extends object>(items: readonly T[], sort: string | undefined): readonly T[] => {
  if (sort === undefined) return items
  const [, field, direction] = /^([a-z_]+):(-?1)$/.exec(sort) ?? []
  if (field === undefined || field.endsWith('_metadata')) {
    throw new ManagementRefusal(
      400,
      "Query validation error: 'sort' is field:1 or field:-1.",
      'invalid_query_string'
    )
  }
  const fieldOf = (item: T): unknown => (item as Record<string, unknown>)[field]
  const compare = (a: unknown, b: unknown): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    return String(a ?? '').localeCompare(String(b ?? ''), 'en')
  }
  return [...items].sort((a, b) => Number(direction) * compare(fieldOf(a), fieldOf(b)))
}
