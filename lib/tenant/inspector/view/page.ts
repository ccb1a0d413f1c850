import { html } from 'hono/html'
import type { InspectedLogin } from '../logins.js'
import { picture } from './picture.js'
import type { Html } from './value.js'

export interface InspectorPage {
  tenant: string
  /** Where a login can be tried: the applications people log in to. */
  clients: readonly { id: string; name: string }[]
  /** URL a login is tried at, on the issuer whose certificate needs no trust. */
  tryUrl: string
  /** Newest first. */
  logins: readonly InspectedLogin[]
  /** The one the page shows. */
  login: InspectedLogin | undefined
  /** What to say in its place where there is none of that id. */
  missing?: string
}

const entry = (login: InspectedLogin, isCurrent: boolean): Html => html`
<li><a href="/inspector/${login.id}" ${isCurrent ? html`aria-current="page"` : ''}>
<b>${login.user?.name ?? 'Somebody'}</b>
<span>${login.kind} · ${login.client.name}</span>
<span class="dim"><time datetime="${login.date.toISOString()}">${login.date.toLocaleTimeString('en-GB')}</time>
<span class="status ${login.status.replaceAll(' ', '-')}">${login.status}</span></span>
</a></li>`

const list = ({ logins, login }: InspectorPage): Html => html`
<nav id="logins" aria-label="Logins" data-version="${Math.max(0, ...logins.map(({ version }) => version))}">
<ol>${logins.map(each => entry(each, each === login))}</ol>
</nav>`

const tryForm = ({ clients, tryUrl }: InspectorPage): Html =>
  clients.length === 0
    ? html``
    : html`
<form class="try" action="${tryUrl}">
<label>Try a login to <select name="client">${clients.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>
<button name="prompt" value="login">Log in</button>
<button name="prompt" value="">Single sign-on</button>
</form>`

const empty = (text: string): Html => html`
<article id="login" data-version="0">
<header><h1>${text}</h1>
<p>Each login to this tenant becomes one picture here: what the identity provider sent, what each Action did, what is
stored, the tokens, and <code>/userinfo</code>.</p></header>
</article>`

const keys = html`
<details id="keys">
<summary>Open sealed values</summary>
<p>Paste a key: a JWK, a key set, or the tenant's secrets as JSON. It stays in this page, is sent nowhere, and is gone
with a reload.</p>
<textarea rows="5" spellcheck="false" autocomplete="off" aria-label="Key"></textarea>
<output></output>
</details>`

/** The whole page. It shows its logins without JavaScript too; its script only adds what is new, and opens seals. */
export const inspectorPage = (view: InspectorPage): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inspector · ${view.tenant}</title>
<link rel="stylesheet" href="/inspector/style.css">
<script type="module" src="/inspector/client.js"></script>
</head>
<body>
<aside>
<header>
<h2><a href="/inspector">a0seal</a></h2>
<p class="dim"><span id="live" data-state="off"></span> <code>${view.tenant}</code> · for development</p>
</header>
${tryForm(view)}
${list(view)}
<noscript><p class="dim">Without JavaScript, reload for what is new.</p></noscript>
</aside>
<main>
${keys}
${view.login ? picture(view.login) : empty(view.missing ?? 'Nobody has logged in yet')}
</main>
</body>
</html>`
