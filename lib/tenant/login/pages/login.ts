import { html } from 'hono/html'
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
  error?: string | undefined
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`

const personButton = ({ profile }: Person) => html`
<button name="persona" value="${profile.user_id}">
${textOf(profile.name) ?? profile.user_id}<small>${textOf(profile.email) ?? profile.user_id}</small>
</button>`

const identityProvider = ({ name, display_name }: TenantConnection, { state, people }: LoginPage) => html`
<h2>${display_name ?? name}</h2>
<form method="post" action="/u/login">
${hidden('state', state)}${hidden('connection', name)}
${people.filter(({ connection }) => connection === name).map(personButton)}
</form>`

const database = ({ name }: TenantConnection, { state, loginHint = '' }: LoginPage) => html`
<h2>Username and password</h2>
<form method="post" action="/u/login">
${hidden('state', state)}${hidden('connection', name)}
<label>E-mail or username <input name="username" autocomplete="username" value="${loginHint}" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button class="main">Continue</button>
</form>
<p><a href="/u/signup?state=${encodeURIComponent(state)}">Sign up</a></p>`

/** The login page: a button for each person of an upstream IdP, a form for each database connection. */
export const loginPage = (login: LoginPage) =>
  page('Log in', [
    html`<h1>Log in</h1><p>to continue to ${login.clientName}</p>`,
    login.error === undefined ? html`` : html`<p class="error">${login.error}</p>`,
    ...login.connections.map(connection =>
      connection.strategy === 'auth0' ? database(connection, login) : identityProvider(connection, login)
    )
  ])
