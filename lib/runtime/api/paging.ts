import type { DirectoryEntry } from '../directory.js'

const takeDefault = 50

export interface PageOptions {
  /** Entries of a page. Default 50. */
  take?: number
  /** `next` of the page before. */
  from?: string
}

/** One page of the entries, and where the next one starts if there is one. */
export const pageOf = (
  entries: readonly DirectoryEntry[],
  { take = takeDefault, from }: PageOptions,
  { takeMax = Number.POSITIVE_INFINITY }: { takeMax?: number } = {}
): { page: DirectoryEntry[]; next?: string } => {
  if (!Number.isInteger(take) || take <= 0 || take > takeMax) {
    throw new Error(`"take" must be a positive whole number${takeMax < 1e9 ? `, at most ${takeMax}` : ''}.`)
  }
  if (from !== undefined && typeof from !== 'string') throw new Error('"from" must be a string.')
  const start = from === undefined ? 0 : Number(from)
  const page = entries.slice(start, start + take).map(entry => structuredClone(entry))
  const end = start + page.length
  return { page, ...(end < entries.length && { next: String(end) }) }
}

/** @throws Error unless the value is a list of at least one string and at most `max` */
export const assertNames = (name: string, value: unknown, max = Number.POSITIVE_INFINITY): void => {
  const isList = Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string')
  if (!isList) throw new Error(`"${name}" must be a list of strings that is not empty.`)
  if (value.length > max) throw new Error(`"${name}" must not have more than ${max} entries.`)
}
