import type { Context } from 'hono'
import { z } from 'zod'
import { ManagementRefusal } from './errors.js'

type Issue = z.core.$ZodIssue

/** The problem at the deepest place: of a union, that of the member that got furthest. */
const deepest = (issue: Issue, at: PropertyKey[] = []): { path: PropertyKey[]; issue: Issue } => {
  const path = [...at, ...issue.path]
  if (issue.code !== 'invalid_union') return { path, issue }
  const nested = issue.errors.flat().map(inner => deepest(inner, path))
  return nested.sort((a, b) => b.path.length - a.path.length)[0] ?? { path, issue }
}

/** What is wrong and where, in the words of Auth0's validator as far as they are known. Never the value found. */
const describe = (first: Issue): string => {
  const { path, issue } = deepest(first)
  if (issue.code === 'unrecognized_keys') {
    return `'Additional properties not allowed: ${issue.keys.join(',')}'${at(path)}`
  }
  return `'${issue.message}'${at(path)}`
}

const at = (path: PropertyKey[]): string =>
  path.length === 0 ? '' : ` on property ${path.map(String).join('.')}`

const check = <T>(value: unknown, schema: z.ZodType<T>, [kind, errorCode]: [string, string]): T => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { issues } = result.error
  // What is too much comes first: nobody else would tell.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  throw new ManagementRefusal(400, `${kind} validation error: ${issue ? describe(issue) : ''}.`, errorCode)
}

/** Bytes of a JSON body. */
const bodyMaxBytes = 1_000_000

/**
 * The JSON body of a request, checked.
 *
 * @throws ManagementRefusal 400 naming the property, 413
 */
export const readBody = async <T>(c: Context, schema: z.ZodType<T>): Promise<T> => {
  const text = await c.req.text()
  if (Buffer.byteLength(text) > bodyMaxBytes)
    throw new ManagementRefusal(413, 'The request body is too large.')
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new ManagementRefusal(400, 'Payload validation error: the body is not JSON.', 'invalid_body')
  }
  return checkBody(value, schema)
}

/** @throws ManagementRefusal 400 */
export const checkBody = <T>(value: unknown, schema: z.ZodType<T>): T =>
  check(value, schema, ['Payload', 'invalid_body'])

/**
 * The query of a request, checked. A parameter given twice is an array.
 *
 * @throws ManagementRefusal 400
 */
export const readQuery = <T>(c: Context, schema: z.ZodType<T>): T => {
  const query = Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]])
  )
  return check(query, schema, ['Query', 'invalid_query_string'])
}

/** Of a request that says all it has to say by its path. */
export const noBody = z.strictObject({})

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the members a request left out. */
export const defined = <T extends object>(input: T): Defined<T> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Defined<T>

export const flag = z.enum(['true', 'false']).transform(text => text === 'true')

/** A whole number in a query. */
export const wholeNumber = ({ min = 0, max = 1e9 } = {}) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'Expected a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
