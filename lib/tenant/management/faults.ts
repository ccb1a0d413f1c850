import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Faults } from '../seed/faults.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { ManagementEnv } from './auth.js'
import { refuse } from './errors.js'

/** What Auth0 allows an Enterprise tenant: a burst of 50. Told, but not enforced without `faults.rateLimit`. */
const toldLimit = 50

type RequestFault = NonNullable<Faults['requests']>[number]
type FaultEnv = ManagementEnv & { Bindings: HttpBindings }

interface Window {
  start: number
  count: number
}

// By identity of the settings, which both issuers of a tenant share; faults that are set anew are counted anew.
const windows = new WeakMap<TenantStore['settings'], Window>()
const requestsSeen = new WeakMap<RequestFault, number>()

/**
 * The three `x-ratelimit-` headers on every answer, and a 429 where `settings.faults.rateLimit` asks for it: counted for
 * the tenant, a whole window at a time.
 *
 * @see https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy
 */
export const limitRate = ({ settings, now }: Pick<TenantStore, 'settings' | 'now'>) =>
  createMiddleware<ManagementEnv>(async (c, next) => {
    const { limit = toldLimit, windowSeconds = 1 } = settings.faults?.rateLimit ?? {}
    const seconds = Math.floor(now().getTime() / 1000)
    const known = windows.get(settings)
    const window = known && seconds < known.start + windowSeconds ? known : { start: seconds, count: 0 }
    windows.set(settings, window)
    window.count += 1
    c.header('x-ratelimit-limit', String(limit))
    c.header('x-ratelimit-remaining', String(Math.max(0, limit - window.count)))
    c.header('x-ratelimit-reset', String(window.start + windowSeconds))
    if (!settings.faults?.rateLimit || window.count <= limit) return next()
    return refuse(
      c,
      429,
      'Global limit has been reached. See the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.',
      'too_many_requests'
    )
  })

const cut = (c: Context<FaultEnv>) => {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** Makes requests fail as `settings.faults.requests` says. The first fault that fits a request is the one it gets. */
export const injectFaults = ({ settings }: Pick<TenantStore, 'settings'>) => {
  const faultOf = (c: Context): RequestFault | undefined => {
    const path = c.req.path.replace(/^\/api\/v2/, '')
    return settings.faults?.requests?.find(fault => {
      const { method = c.req.method, path: prefix = '', skip = 0, times = Number.POSITIVE_INFINITY } = fault
      if (c.req.method !== method || !path.startsWith(prefix)) return false
      const count = (requestsSeen.get(fault) ?? 0) + 1
      requestsSeen.set(fault, count)
      return count > skip && count <= skip + times
    })
  }

  return createMiddleware<FaultEnv>(async (c, next) => {
    const fault = faultOf(c)
    switch (fault?.fault) {
      case 'error':
        return refuse(c, fault.status ?? 500, 'An internal server error occurred')
      case 'cut':
        if (fault.at === 'after') await next()
        return cut(c)
      case 'slow':
        await wait(fault.delayMs, undefined, { ref: false })
        return next()
      default:
        return next()
    }
  })
}
