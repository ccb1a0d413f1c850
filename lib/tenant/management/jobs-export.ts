import { z } from 'zod'
import { isPlainObject, type Json } from '../../core/auth0/json.js'
import type { User } from '../users/users.js'
import { ManagementRefusal } from './errors.js'

const csvMaxFields = 30

export const exportBody = z.strictObject({
  connection_id: z.string().optional(),
  format: z.enum(['json', 'csv']).default('json'),
  limit: z.int().min(1).optional(),
  fields: z
    .array(z.strictObject({ name: z.string().min(1), export_as: z.string().min(1).optional() }))
    .min(1)
    .optional()
})
export type ExportRequest = z.output<typeof exportBody>

/** What an export without `fields` holds. Auth0 speaks of a predefined set, and does not name it. */
const defaultFields = (
  'user_id email email_verified name nickname given_name family_name picture username phone_number ' +
  'created_at updated_at last_login last_ip logins_count'
)
  .split(' ')
  .map(name => ({ name }))

/** `identities[0].connection` and `user_metadata.hobby` are paths; a root field may have dots in its name. */
const valueAt = (user: User, name: string): Json | undefined => {
  if (Object.hasOwn(user, name)) return user[name]
  return name
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<Json | undefined>((value, key) => {
      if (Array.isArray(value)) return value[Number(key)]
      return isPlainObject(value) && Object.hasOwn(value, key) ? (value[key] as Json) : undefined
    }, user)
}

const csvCell = (value: Json | undefined): string => {
  const text =
    value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * The text of an export: one JSON object per line, or CSV with a line of names.
 *
 * @throws ManagementRefusal for what CSV cannot hold
 */
export const exportUsers = (
  users: readonly User[],
  { format, limit, fields = defaultFields }: ExportRequest
): string => {
  const columns = fields.map(field => ({ export_as: field.name, ...field }))
  const rows = users.slice(0, limit)
  if (format === 'json') {
    const lines = rows.map(user =>
      JSON.stringify(
        Object.fromEntries(columns.map(({ name, export_as }) => [export_as, valueAt(user, name)]))
      )
    )
    return lines.map(line => `${line}\n`).join('')
  }
  const whole = columns.find(({ name }) => name === 'user_metadata' || name === 'app_metadata')
  if (columns.length > csvMaxFields || whole) {
    const why = whole ? `${whole.name} is an object` : `there are more than ${csvMaxFields} fields`
    throw new ManagementRefusal(400, `A CSV export is not possible: ${why}.`, 'invalid_body')
  }
  const lines = [
    columns.map(({ export_as }) => csvCell(export_as)),
    ...rows.map(user => columns.map(({ name }) => csvCell(valueAt(user, name))))
  ]
  return lines.map(cells => `${cells.join(',')}\n`).join('')
}
