import { html } from 'hono/html'
import type { InspectedLogin } from '../login.js'
import { type ListedLogins, loginsList } from './list.js'
import { type Beside, picture } from './picture.js'
import { type Tryable, tryForm } from './try-form.js'
import type { Html } from './value.js'

export interface InspectorPage {
  tenant: string
  tryable: Tryable
  listed: ListedLogins
  /** The one the page shows. */
  login: InspectedLogin | undefined
  /** The one it is compared with. */
  compared?: InspectedLogin | undefined
  /** There are keys made for this tenant, which the page's script may ask for. */
  hasDevelopmentKeys: boolean
  /** What to say in its place where there is none of that id. */
  missing?: string
}

const empty = (text: string): Html => html`
<article id="login" data-version="0">
<header><h1>${text}</h1>
<p>Each login to this tenant becomes one picture here: the way of each sensitive attribute from the identity provider to
<code>/userinfo</code>, and why it ends where it ends.</p></header>
</article>`

const keys = ({ hasDevelopmentKeys }: InspectorPage): Html => html`
<details id="keys">
<summary>Open sealed values</summary>
<p>Paste a key: a JWK, a key set, or the tenant's secrets as JSON. It stays in this page, is sent nowhere, and is gone
with a reload.</p>
${
  hasDevelopmentKeys
    ? html`<p><button type="button" id="development-keys" hidden>Use the development keys of this tenant</button></p>`
    : ''
}
<textarea rows="5" spellcheck="false" autocomplete="off" aria-label="Key"></textarea>
<output></output>
</details>`

const besideOf = ({ listed: { logins }, login, compared }: InspectorPage): Beside => {
  const others = logins.filter(other => other !== login)
  const isElsewhere = compared !== undefined && !others.includes(compared)
  return { others: isElsewhere ? [compared, ...others] : others, compared }
}

/** The whole page. It shows its logins without JavaScript too; its script only adds what is new, opens seals, and copies. */
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
<p class="brand"><a href="/inspector">a0seal</a></p>
<p class="dim"><span id="live" data-state="off"></span> <code>${view.tenant}</code> · for development</p>
</header>
${tryForm(view.tryable)}
${loginsList(view.listed, view.login)}
<noscript><p class="dim">Without JavaScript, reload for what is new.</p></noscript>
</aside>
<main>
${keys(view)}
${view.login ? picture(view.login, besideOf(view)) : empty(view.missing ?? 'Nobody has logged in yet')}
</main>
</body>
</html>`
