import type { Context } from 'hono'
import { z } from 'zod'
import { ManagementRefusal } from './errors.js'
import { flag, readQuery, wholeNumber } from './input.js'

const maxPerPage = 100
/** Offset paging ends here: what lies beyond is reached by checkpoints, or by an export. */
const maxResults = 1_000

const pageQuery = (defaultPerPage: number) =>
  z.object({
    page: wholeNumber().default(0),
    per_page: wholeNumber({ max: maxPerPage }).default(defaultPerPage),
    include_totals: flag.default(false)
  })

const pageOf = (c: Context, items: readonly object[], defaultPerPage = 50) => {
  const { page, per_page, include_totals } = readQuery(c, pageQuery(defaultPerPage))
  const start = page * per_page
  if (start + per_page > maxResults) {
    throw new ManagementRefusal(
      400,
      `You can only page through the first ${maxResults} records.`,
      'invalid_paging'
    )
  }
  return { page, per_page, start, include_totals, part: items.slice(start, start + per_page) }
}

/** One page of a list: a bare array, or with `include_totals` an object under `name`. A page past the end is empty. */
export const sendPage = (c: Context, name: string, items: readonly object[]) => {
  const { start, per_page, include_totals, part } = pageOf(c, items)
  if (!include_totals) return c.json(part)
  return c.json({ start, limit: per_page, length: part.length, total: items.length, [name]: part })
}

/** One page as the endpoints below `/actions` send it: always with totals. */
export const sendActionsPage = (c: Context, name: string, items: readonly object[], defaultPerPage = 20) => {
  const { page, per_page, part } = pageOf(c, items, defaultPerPage)
  return c.json({ total: items.length, page, per_page, [name]: part })
}

const checkpointQuery = z.object({
  from: z.string().min(1).optional(),
  take: wholeNumber({ min: 1, max: maxPerPage }).default(50)
})

/** True where a request pages by `from` and `take`; `include_totals`, `page` and `per_page` are ignored then. */
const usesCheckpoint = (c: Context): boolean =>
  c.req.query('from') !== undefined || c.req.query('take') !== undefined

/** The part of a list after the item that `from` names, and the `from` of the next part while there is one. */
export const checkpoint = <T>(
  c: Context,
  items: readonly T[],
  idOf: (item: T) => string
): { part: T[]; next?: string } => {
  const { from, take } = readQuery(c, checkpointQuery)
  const last = from === undefined ? undefined : Buffer.from(from, 'base64url').toString()
  const start = last === undefined ? 0 : items.findIndex(item => idOf(item) === last) + 1
  if (last !== undefined && start === 0) {
    throw new ManagementRefusal(400, "Query validation error: 'from' is no checkpoint.", 'invalid_paging')
  }
  const part = items.slice(start, start + take)
  const end = part.at(-1)
  const isLast = start + take >= items.length
  return { part, ...(!isLast && end && { next: Buffer.from(idOf(end)).toString('base64url') }) }
}

/** `fields` and `include_fields` of a query. */
export const selectFields = (c: Context): (<T extends object>(item: T) => object) => {
  const { fields, include_fields } = readQuery(
    c,
    z.object({ fields: z.string().optional(), include_fields: flag.default(true) })
  )
  if (fields === undefined || fields === '') return item => item
  const names = new Set(fields.split(','))
  return item =>
    Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name) === include_fields))
}

/**
 * A list in whichever way the request pages it, with the fields it asks for.
 */
export const sendList = <T extends object>(
  c: Context,
  items: readonly T[],
  { name, idOf, show }: { name: string; idOf: (item: T) => string; show: (item: T) => object }
) => {
  const select = selectFields(c)
  const shown = (item: T) => select(show(item))
  if (!usesCheckpoint(c)) return sendPage(c, name, items.map(shown))
  const { part, next } = checkpoint(c, items, idOf)
  return c.json({ [name]: part.map(shown), ...(next && { next }) })
}
