import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Issuer } from '../oidc/issuer.js'
import { checkPassword } from '../users/credentials.js'
import { textOf } from '../users/users.js'
import { createEntrance, type PageEnv, pageFields } from './enter.js'
import { loginPage } from './pages/login.js'
import { findParked, type Parked, refuseState } from './parked.js'

/** The login page of the tenant: `/u/login`. */
export const createLogin = (issuer: Issuer) => {
  const { state } = issuer
  const enter = createEntrance(issuer)

  const show = (c: Context, { interaction }: Parked, error?: string) => {
    const { client_id, connection: asked, login_hint } = interaction.params
    const client = state.clients.get(String(client_id))
    const connections = state.connections.filter(({ name }) => name === asked)
    const html = loginPage({
      state: interaction.uid,
      clientName: client?.name ?? '',
      connections: connections.length > 0 ? connections : state.connections,
      personas: state.personas,
      loginHint: typeof login_hint === 'string' ? login_hint : undefined,
      error
    })
    return c.html(html, error === undefined ? 200 : 400)
  }

  /** Who the form says it is. A database user needs the password, except where somebody acts as that user. */
  const personaOf = (form: Record<string, unknown>, { interaction }: Parked) => {
    const isDelegated =
      state.settings.delegation === 'parameter' && interaction.params['ext-actor'] !== undefined
    const isEntitled = state.connections.some(
      ({ name, strategy }) => name === form.connection && (strategy !== 'auth0' || isDelegated)
    )
    const persona = state.personas.find(
      ({ connection, profile }) => connection === form.connection && profile.user_id === form.persona
    )
    return isEntitled ? persona : undefined
  }

  return new Hono<PageEnv>()
    .get('/u/login', async c => {
      const parked = await findParked(c, issuer, c.req.query('state'))
      return parked?.interaction.prompt.name === 'login' ? show(c, parked) : refuseState(c)
    })
    .post('/u/login', async c => {
      const form = await c.req.parseBody()
      const parked = await findParked(c, issuer, form.state)
      if (parked?.interaction.prompt.name !== 'login') return refuseState(c)
      if (form.persona !== undefined) {
        const persona = personaOf(form, parked)
        if (!persona) return show(c, parked, 'There is no such person.')
        const entered = await enter(c, parked, persona)
        return typeof entered === 'string' ? show(c, parked, entered) : entered
      }
      const username = textOf(form.username as string) ?? ''
      const check = checkPassword(state, { username, password: textOf(form.password as string) ?? '' })
      if (check.type === 'ok') {
        const entered = await enter(c, parked, check.persona)
        return typeof entered === 'string' ? show(c, parked, entered) : entered
      }
      const description = check.type === 'unknown' ? 'Invalid username.' : 'Wrong password.'
      state.log.add(check.type === 'unknown' ? 'fu' : 'fp', {
        ...pageFields(c, issuer, parked),
        user_name: username,
        description
      })
      return show(c, parked, 'Wrong e-mail or password.')
    })
}
