import { html } from 'hono/html'
import { findingsOf } from '../explained.js'
import { lanesOf } from '../lanes/lanes.js'
import type { InspectedLogin } from '../login.js'
import { actionsOf } from './actions.js'
import { compareForm, comparison } from './compare.js'
import { findingsList } from './findings.js'
import { lanesTable } from './lanes.js'
import { rawOf } from './raw.js'
import type { Html } from './value.js'

const heads: Record<InspectedLogin['kind'], string> = {
  'sign-in': 'signed in to',
  delegation: 'was acted for at',
  'single sign-on': 'was signed in already, and came to',
  'silent authentication': 'was looked up without a page, for',
  refresh: 'had a token refreshed by',
  'token request': 'got a token for'
}

export const timeOf = ({ date }: InspectedLogin): Html =>
  html`<time datetime="${date.toISOString()}">${date.toLocaleTimeString('en-GB')}</time>`

export const statusOf = ({ status }: InspectedLogin): Html =>
  html`<span class="status ${status.replaceAll(' ', '-')}">${status}</span>`

const refreshForm = ({ id }: InspectedLogin): Html => html`
<form class="refresh" method="post" action="/inspector/refresh">
<input type="hidden" name="login" value="${id}"><button>Refresh its token</button>
</form>`

/** What stands beside a picture. */
export interface Beside {
  /** The other logins of the list, to compare with. */
  others: readonly InspectedLogin[]
  compared?: InspectedLogin | undefined
}

/** One login, from the identity provider to `/userinfo`. */
export const picture = (login: InspectedLogin, { others, compared }: Beside): Html => html`
<article id="login" data-version="${login.version}">
<header>
<h1>${login.user?.name ?? 'Somebody'}</h1>
<p>${heads[login.kind]} <b>${login.client.name}</b>${login.connection === undefined ? '' : ` by ${login.connection}`}${login.actor === undefined ? '' : `, acted for by ${login.actor}`},
${timeOf(login)} ${statusOf(login)}</p>
${login.reason === undefined ? '' : html`<p class="bad">${login.reason}</p>`}
${login.refreshToken === undefined ? '' : refreshForm(login)}
${compareForm(login, others, compared)}
</header>
${compared ? comparison(login, compared) : ''}
${findingsList(findingsOf(login))}
${lanesTable(lanesOf(login))}
${actionsOf(login)}
${rawOf(login)}
</article>`
