import { html } from 'hono/html'
import type { Html } from './value.js'

/** With what a login can be tried. */
export interface Tryable {
  /** URL a login is tried at, on the issuer whose certificate needs no trust. */
  url: string
  /** The applications people log in to. */
  clients: readonly { id: string; name: string }[]
  people: readonly { id: string; connection: string; name: string }[]
  connections: readonly string[]
  organizations: readonly string[]
}

const option = (value: string, text = value): Html => html`<option value="${value}">${text}</option>`

const choice = (label: string, name: string, options: Html[], none?: string): Html => html`
<label>${label} <select name="${name}">${none === undefined ? '' : option('', none)}${options}</select></label>`

/** A login without an application to log in to. */
export const tryForm = ({ url, clients, people, connections, organizations }: Tryable): Html =>
  clients.length === 0
    ? html``
    : html`
<form class="try" action="${url}">
${choice(
  'Try a login to',
  'client',
  clients.map(({ id, name }) => option(id, name))
)}
<details>
<summary>as, with, by…</summary>
${choice(
  'Persona',
  'persona',
  people.map(({ id, connection, name }) => option(id, `${name} (${connection})`)),
  'whoever is chosen there'
)}
${choice(
  'Connection',
  'connection',
  connections.map(name => option(name)),
  'any'
)}
<label>Scope <input name="scope" value="openid profile email offline_access" autocomplete="off"></label>
<label>Audience <input name="audience" placeholder="none" autocomplete="off"></label>
${choice(
  'Organization',
  'organization',
  organizations.map(name => option(name)),
  'none'
)}
${choice('After the first Action', 'detour', [option('challenge', 'a challenge (MFA)'), option('redirect', 'a redirect')], 'nothing')}
</details>
<div class="buttons">
<button name="prompt" value="login">Log in</button>
<button name="prompt" value="">Single sign-on</button>
<button name="prompt" value="none">Silent</button>
</div>
</form>`
