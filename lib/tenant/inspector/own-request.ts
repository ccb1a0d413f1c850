import type { Context } from 'hono'

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

/**
 * Whether a script or form of this very page asks, or no page at all. A browser says where a request comes from (Fetch Metadata); one
 * that does not names the origin of a form, which is compared instead: this page has `null` there, as it sends no referrer.
 */
export const isOwnRequest = ({ req }: Pick<Context, 'req'>): boolean => {
  const site = req.header('sec-fetch-site')
  const origin = req.header('origin')
  if (site !== undefined) return site === 'same-origin'
  return origin === undefined || hostOf(origin) === req.header('host')
}
