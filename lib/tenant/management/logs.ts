import { Hono } from 'hono'
import { z } from 'zod'
import type { LogEntry } from '../store/log.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { readQuery, wholeNumber } from './input.js'
import { parseQuery, type SearchFields } from './lucene.js'
import { selectFields, sendPage } from './paging.js'

const searchable = new Set(
  'type client_id client_name connection connection_id user_id user_name description ip hostname strategy log_id'.split(
    ' '
  )
)
const logFields: SearchFields = name => (searchable.has(name) ? {} : undefined)

const listQuery = z.object({
  q: z.string().optional(),
  /** What Auth0's SDK calls `q`. */
  search: z.string().optional(),
  sort: z.literal(['date:-1', 'date:1']).default('date:-1'),
  from: z.string().optional(),
  take: wholeNumber({ min: 1, max: 100 }).default(50)
})

/** `/logs`, newest first; by `from` and `take` the entries after one that is known, oldest first. */
export const createLogRoutes = ({ log }: TenantStore) => {
  const entryOf = (id: string): LogEntry =>
    known(
      log.entries().find(({ log_id }) => log_id === id),
      'The log entry does not exist.',
      'inexistent_log'
    )
  return new Hono<ManagementEnv>()
    .get('/logs', requireScope('read:logs'), c => {
      const { search, q = search, sort, from, take } = readQuery(c, listQuery)
      const select = selectFields(c)
      const entries = log.entries()
      if (from !== undefined) {
        const start = entries.indexOf(entryOf(from)) + 1
        return c.json(entries.slice(start, start + take).map(select))
      }
      const found = q ? entries.filter(parseQuery(q, logFields)) : [...entries]
      return sendPage(c, 'logs', (sort === 'date:-1' ? found.reverse() : found).map(select))
    })
    .get('/logs/:id', requireScope('read:logs'), c => c.json(entryOf(c.req.param('id'))))
    .get('/users/:id/logs', requireScope('read:logs', 'read:logs_users'), c => {
      const own = log.entries().filter(({ user_id }) => user_id === c.req.param('id'))
      return sendPage(c, 'logs', own.reverse())
    })
    .get('/actions/executions/:id', requireScope('read:actions'), c => {
      const { id, trigger, date, actions, outcome } = known(
        log.executions().find(execution => execution.id === c.req.param('id')),
        'That execution does not exist.'
      )
      return c.json({
        id,
        trigger_id: trigger,
        status: outcome === 'failed' ? 'partial' : 'final',
        results: actions.map(({ name, error }) => ({
          action_name: name,
          error: error === undefined ? null : { msg: error }
        })),
        created_at: date,
        updated_at: date
      })
    })
}
