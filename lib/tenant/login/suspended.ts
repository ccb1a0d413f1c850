import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { readForm } from '../html/form.js'
import type { Issuer } from '../oidc/issuer.js'
import { originOf, parametersOf } from '../sessions/origin.js'
import type { EventRequest, Suspension } from '../sessions/transactions.js'
import { developmentCode } from '../triggers/challenge.js'
import { mfaPage } from './pages/mfa.js'
import { findParked, type Parked, refuseState, resume } from './parked.js'

type Env = { Bindings: HttpBindings }

const attempts = 5

/** The pages a suspended login passes: out to another site and back, and the MFA challenge. */
export const createSuspended = (issuer: Issuer) => {
  const { log, users } = issuer.store

  /** The login, if it waits for this kind of page: `/continue` must not get anybody past a challenge. */
  const find = async (c: Context, state: unknown, kind: Suspension['kind']) => {
    const parked = await findParked(c, issuer, state)
    const suspension = parked?.transaction.suspension
    return parked && suspension?.kind === kind ? { parked, suspension } : undefined
  }

  const goOn = (c: Context, parked: Parked, suspension: Suspension, request: EventRequest) => {
    suspension.resumedBy = request
    return resume(c, parked, { actions: {} })
  }

  const backFromElsewhere = async (c: Context<Env>, body: Record<string, unknown>) => {
    const found = await find(c, body.state ?? c.req.query('state'), 'redirect')
    if (!found) return refuseState(c)
    const request = { method: c.req.method, query: parametersOf(c.req.query()), body: parametersOf(body) }
    return goOn(c, found.parked, found.suspension, request)
  }

  return new Hono<Env>()
    .get('/u/leave', async c => {
      const found = await find(c, c.req.query('state'), 'redirect')
      if (!found?.suspension.url) return refuseState(c)
      const url = new URL(found.suspension.url)
      url.searchParams.set('state', found.parked.interaction.uid)
      return c.redirect(url.href, 302)
    })
    .get('/continue', c => backFromElsewhere(c, {}))
    .post('/continue', async c => backFromElsewhere(c, await readForm(c)))
    .get('/u/mfa', async c => {
      const found = await find(c, c.req.query('state'), 'mfa')
      if (!found) return refuseState(c)
      return c.html(mfaPage({ state: found.parked.interaction.uid, code: developmentCode }))
    })
    .post('/u/mfa', async c => {
      const form = await readForm(c)
      const found = await find(c, form.state, 'mfa')
      if (!found) return refuseState(c)
      const { parked, suspension } = found
      const { transaction, interaction } = parked
      const user = users.get(interaction.session?.accountId ?? '')
      const fields = { ...(user && { user_id: user.user_id }), ip: originOf(c.env.incoming).ip }
      if (form.code === developmentCode) {
        log.add('gd_auth_succeed', fields)
        return goOn(c, parked, suspension, { method: 'POST', query: {}, body: {} })
      }
      log.add('gd_auth_failed', fields)
      transaction.failures += 1
      if (transaction.failures >= attempts) {
        return resume(c, parked, { error: 'access_denied', error_description: 'Too many wrong codes.' })
      }
      const error = 'That is not the code.'
      return c.html(mfaPage({ state: interaction.uid, code: developmentCode, error }), 400)
    })
}
