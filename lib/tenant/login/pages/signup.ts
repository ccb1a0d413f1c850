import { html } from 'hono/html'
import { signupValueMaxChars } from '../../../core/auth0/limits.js'
import { field } from '../../html/field.js'
import { page } from '../../html/page.js'

/** What is wrong with a sign-up: by the name of a field, or under `''` where it is none of them. */
export type SignupErrors = Readonly<Record<string, string>>

export interface SignupPage {
  state: string
  clientName: string
  /** Fields of `user_metadata` to ask for. */
  fields: readonly string[]
  /** What the database asks of a password. */
  passwordRule: string
  /** What was typed before, by the name of its field; the password is never among it. */
  typed: Readonly<Record<string, string>>
  errors: SignupErrors
}

/** The sign-up page of the database connection. */
export const signupPage = ({ state, clientName, fields, passwordRule, typed, errors }: SignupPage) => {
  const own = new Set(['email', 'password', ...fields.map(name => `user_metadata.${name}`)])
  const others = Object.entries(errors).filter(([name]) => !own.has(name))
  const about = (name: string) => ({ name, value: typed[name], error: errors[name] })
  return page('Sign up', [
    html`<h1>Sign up</h1><p>to continue to ${clientName}</p>`,
    ...others.map(([, text]) => html`<p class="error" role="alert">${text}</p>`),
    html`
<form method="post" action="/u/signup">
<input type="hidden" name="state" value="${state}">
${field({ ...about('email'), label: 'E-mail', type: 'email', autocomplete: 'email', isRequired: true })}
${field({
  label: 'Password',
  name: 'password',
  type: 'password',
  autocomplete: 'new-password',
  isRequired: true,
  hint: passwordRule,
  error: errors.password
})}
${fields.map(name => field({ ...about(`user_metadata.${name}`), label: name, maxChars: signupValueMaxChars }))}
<button class="main">Sign up</button>
</form>
<p><a href="/u/login?state=${encodeURIComponent(state)}">Log in</a> with an account you have</p>`
  ])
}
