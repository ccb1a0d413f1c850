import { html } from 'hono/html'
import { page } from '../../html/page.js'

/** The challenge page. It shows the code: there is no authenticator to read it from. */
export const mfaPage = ({
  state,
  code,
  error
}: {
  state: string
  code: string
  error?: string | undefined
}) =>
  page('Verify your identity', [
    html`<h1>Verify your identity</h1><p>Your development code is <code>${code}</code>.</p>`,
    error === undefined ? html`` : html`<p class="error">${error}</p>`,
    html`
<form method="post" action="/u/mfa">
<input type="hidden" name="state" value="${state}">
<label>One-time code <input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus></label>
<button class="main">Continue</button>
</form>`
  ])
