import { html } from 'hono/html'
import { page } from '../../html/page.js'

export interface SignupPage {
  state: string
  clientName: string
  /** Fields of `user_metadata` to ask for. */
  fields: readonly string[]
  error?: string | undefined
}

const metadataField = (name: string) => html`
<label>${name} <input name="user_metadata.${name}" maxlength="500"></label>`

/** The sign-up page of the database connection. */
export const signupPage = ({ state, clientName, fields, error }: SignupPage) =>
  page('Sign up', [
    html`<h1>Sign up</h1><p>to continue to ${clientName}</p>`,
    error === undefined ? html`` : html`<p class="error">${error}</p>`,
    html`
<form method="post" action="/u/signup">
<input type="hidden" name="state" value="${state}">
<label>E-mail <input name="email" type="email" autocomplete="email" required></label>
<label>Password <input name="password" type="password" autocomplete="new-password" required></label>
${fields.map(metadataField)}
<button class="main">Sign up</button>
</form>
<p><a href="/u/login?state=${encodeURIComponent(state)}">Log in</a> with an account you have</p>`
  ])
