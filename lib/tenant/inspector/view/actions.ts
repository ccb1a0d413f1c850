import { html } from 'hono/html'
import { codesIn } from '../../../core/login/explain/findings.js'
import type { Outcome } from '../../../runtime/types.js'
import type { InspectedAction, InspectedLogin, InspectedRun } from '../login.js'
import type { Html } from './value.js'

const milliseconds = (duration: number): string =>
  `${duration < 10 ? duration.toFixed(1) : Math.round(duration)} ms`

const list = (title: string, names: readonly string[]): Html =>
  names.length === 0
    ? html``
    : html`<p>${title}</p><ul class="names">${names.map(name => html`<li><code>${name}</code></li>`)}</ul>`

const action = ({ name, durationMs, log, error, wrote, claims, handler }: InspectedAction): Html => html`
<li class="action ${error === undefined ? (codesIn(log).length > 0 ? 'warn' : '') : 'bad'}">
<h3>${name} <span class="dim">${milliseconds(durationMs)}${handler.startsWith('onContinue') ? html`, ${handler}` : ''}</span></h3>
${list('sets', claims)}
${list('writes', wrote)}
${claims.length + wrote.length === 0 ? html`<p class="dim">sets no claim, and writes nothing</p>` : ''}
${log === '' ? '' : html`<pre class="log">${log}</pre>`}
${error === undefined ? '' : html`<p class="bad">${error}</p>`}
</li>`

const endOf = (outcome: Outcome): Html => {
  switch (outcome.type) {
    case 'completed':
      return html``
    case 'redirect':
      return html`<p class="turn">The browser leaves for <code>${outcome.url}</code></p>`
    case 'challenge':
      return html`<p class="turn">The user is asked for a second factor.</p>`
    case 'prompt':
      return html`<p class="turn">The browser is shown a form, <code>${outcome.id}</code></p>`
    case 'denied':
      return html`<p class="bad">Refused: ${outcome.reason}</p>`
    case 'failed':
      return html`<p class="bad">Failed: ${outcome.message}</p>`
  }
}

/** Keys of a profile update, as in `app_metadata.sealed_x`. */
const writtenKeys = ({ update = {} }: { update?: object }): string[] =>
  Object.entries(update).flatMap(([name, members]) => Object.keys(members).map(key => `${name}.${key}`))

const written = (wrote: readonly string[]): string =>
  wrote.length === 0 ? 'No profile write.' : `One profile write: ${wrote.join(', ')}.`

const leg = ({ actions, outcome, dropped, ...run }: InspectedRun): Html => html`
<ol>${actions.map(action)}</ol>
${endOf(outcome)}
<p class="dim">${written(writtenKeys(run))}</p>
${dropped.map(
  ({ claim, action: name, reason }) =>
    html`<p class="warn">Auth0 drops the claim <code>${claim}</code> of ${name}: ${reason}</p>`
)}`

/** Each Action of a login, with what it did. */
export const actionsOf = ({ runs, status, legsLeftOut }: InspectedLogin): Html => html`
<section class="actions">
<h2>Actions</h2>
${runs.length === 0 ? html`<p class="nothing">The login ended before them.</p>` : runs.map(leg)}
${legsLeftOut > 0 ? html`<p class="dim">It came back more often: ${legsLeftOut} more legs are not kept.</p>` : ''}
${status === 'waits for a challenge' ? html`<p class="turn">Waiting for the second factor…</p>` : ''}
${status === 'waits for a redirect' ? html`<p class="turn">Waiting for the browser to come back…</p>` : ''}
</section>`
