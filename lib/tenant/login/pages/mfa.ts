import { html } from 'hono/html'
import { field } from '../../html/field.js'
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
    html`
<form method="post" action="/u/mfa">
<input type="hidden" name="state" value="${state}">
${field({ label: 'One-time code', name: 'code', autocomplete: 'one-time-code', inputMode: 'numeric', isRequired: true, error })}
<button class="main">Continue</button>
</form>`
  ])
