import type { Context } from 'hono'
import { Hono } from 'hono'
import { readForm } from '../html/form.js'
import type { Issuer } from '../oidc/issuer.js'
import { parametersOf } from '../sessions/origin.js'
import { actorOf } from '../triggers/delegation.js'
import { madeUpPassword } from '../users/credentials.js'
import { checkPassword, personOfDatabase } from '../users/database-users.js'
import type { Person } from '../users/people.js'
import { textOf } from '../users/users.js'
import { createEnter, type PageEnv, pageFields } from './enter.js'
import { type LoginPage, loginPage } from './pages/login.js'
import { findParked, type Parked, refuseState } from './parked.js'

/** The login page of the tenant: `/u/login`. */
export const createLogin = (issuer: Issuer) => {
  const { store } = issuer
  const enter = createEnter(issuer)

  /** A password of a seed is made up, and kept as it is; one that somebody chose is hashed. */
  const developmentUser = (): LoginPage['hint'] => {
    for (const { user_id, connection } of store.credentials.list()) {
      const password = madeUpPassword(store.credentials, user_id)
      const user = store.users.get(user_id)
      if (password !== undefined && user)
        return { connection, username: textOf(user.email) ?? textOf(user.username) ?? user_id, password }
    }
    return undefined
  }

  const show = (
    c: Context,
    { interaction }: Parked,
    { error, username }: Pick<LoginPage, 'error' | 'username'> = {}
  ) => {
    const { client_id, connection: asked, login_hint } = interaction.params
    const client = store.clients.get(String(client_id))
    const connections = store.connections.filter(({ name }) => name === asked)
    const html = loginPage({
      state: interaction.uid,
      clientName: client?.name ?? '',
      connections: connections.length > 0 ? connections : store.connections,
      people: store.people.list(),
      loginHint: typeof login_hint === 'string' ? login_hint : undefined,
      username,
      hint: developmentUser(),
      error
    })
    return c.html(html, error === undefined ? 200 : 400)
  }

  /** Who the form says it is. A database user needs the password, except where somebody acts as that user. */
  const personOf = (form: Record<string, unknown>, { interaction }: Parked): Person | undefined => {
    const userId = textOf(form.persona) ?? ''
    const connection = store.connections.find(({ name }) => name === form.connection)
    if (!connection) return undefined
    if (connection.strategy !== 'auth0') return store.people.find(connection.name, userId)
    const isDelegated = actorOf(store, parametersOf(interaction.params)) !== undefined
    return isDelegated && store.credentials.get(userId)?.connection === connection.name
      ? personOfDatabase(connection.name, userId)
      : undefined
  }

  return new Hono<PageEnv>()
    .get('/u/login', async c => {
      const parked = await findParked(c, issuer, c.req.query('state'))
      return parked?.interaction.prompt.name === 'login' ? show(c, parked) : refuseState(c)
    })
    .post('/u/login', async c => {
      const form = await readForm(c)
      const parked = await findParked(c, issuer, form.state)
      if (parked?.interaction.prompt.name !== 'login') return refuseState(c)
      if (form.persona !== undefined) {
        const connection = textOf(form.connection)
        const failed = (text: string) => show(c, parked, { error: { connection, text } })
        const person = personOf(form, parked)
        if (!person) return failed('There is no such person.')
        const entered = await enter(c, parked, person)
        return typeof entered === 'string' ? failed(entered) : entered
      }
      const username = textOf(form.username) ?? ''
      const failed = (text: string) =>
        show(c, parked, { username, error: { connection: textOf(form.connection), text } })
      const check = checkPassword(store, { username, password: textOf(form.password) ?? '' })
      if (check.type === 'ok') {
        const entered = await enter(c, parked, check.person)
        return typeof entered === 'string' ? failed(entered) : entered
      }
      const description = check.type === 'unknown' ? 'Invalid username.' : 'Wrong password.'
      store.log.add(check.type === 'unknown' ? 'fu' : 'fp', {
        ...pageFields(c, issuer, parked),
        user_name: username,
        description
      })
      return failed('Wrong email or password.')
    })
}
