import { html } from 'hono/html'
import { field } from '../../html/field.js'
import { page } from '../../html/page.js'
import type { TenantConnection } from '../../users/connections.js'
import type { Person } from '../../users/people.js'
import { textOf } from '../../users/users.js'

export interface LoginPage {
  state: string
  clientName: string
  connections: readonly TenantConnection[]
  people: readonly Person[]
  loginHint?: string | undefined
  /** What was typed as user name before. */
  username?: string | undefined
  /** Somebody of a seed, whose password is made up and there to be used. */
  hint?: { connection: string; username: string; password: string } | undefined
  /** What went wrong, and with which connection's form; with none of them it is of the whole page. */
  error?: { connection?: string | undefined; text: string } | undefined
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`

const personButton = ({ profile }: Person) => html`
<button name="persona" value="${profile.user_id}">
${textOf(profile.name) ?? profile.user_id}<small>${textOf(profile.email) ?? profile.user_id}</small>
</button>`

const errorText = (text: string | undefined) =>
  text === undefined ? html`` : html`<p class="error" role="alert">${text}</p>`

const errorOf = ({ name }: TenantConnection, { error }: LoginPage): string | undefined =>
  error?.connection === name ? error.text : undefined

/** Whom `login_hint` names comes alone: the others are one click away, by another login. */
const offered = ({ name }: TenantConnection, { people, loginHint }: LoginPage): readonly Person[] => {
  const own = people.filter(({ connection }) => connection === name)
  const hinted = own.filter(({ profile }) => profile.user_id === loginHint)
  return hinted.length > 0 ? hinted : own
}

const identityProvider = (connection: TenantConnection, login: LoginPage) => html`
<h2>${connection.display_name ?? connection.name}</h2>
${errorText(errorOf(connection, login))}
<form method="post" action="/u/login">
${hidden('state', login.state)}${hidden('connection', connection.name)}
${offered(connection, login).map(personButton)}
</form>`

const database = (connection: TenantConnection, login: LoginPage) => {
  const { state, loginHint, username = loginHint, hint } = login
  const known = hint?.connection === connection.name ? hint : undefined
  return html`
<h2>Username and password</h2>
<form method="post" action="/u/login">
${hidden('state', state)}${hidden('connection', connection.name)}
${field({ label: 'E-mail or username', name: 'username', autocomplete: 'username', value: username, isRequired: true })}
${field({
  label: 'Password',
  name: 'password',
  type: 'password',
  autocomplete: 'current-password',
  isRequired: true,
  hint: known && `For development: ${known.username} with ${known.password}`,
  error: errorOf(connection, login)
})}
<button class="main">Continue</button>
</form>
<p><a href="/u/signup?state=${encodeURIComponent(state)}">Sign up</a></p>`
}

/** The login page: a button for each person of an upstream IdP, a form for each database connection. */
export const loginPage = (login: LoginPage) =>
  page('Log in', [
    html`<h1>Log in</h1><p>to continue to ${login.clientName}</p>`,
    login.error && login.error.connection === undefined ? errorText(login.error.text) : html``,
    ...login.connections.map(connection =>
      connection.strategy === 'auth0' ? database(connection, login) : identityProvider(connection, login)
    )
  ])
