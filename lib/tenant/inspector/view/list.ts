import { html } from 'hono/html'
import { findingsOf } from '../explained.js'
import type { InspectedLogin } from '../login.js'
import { statusOf, timeOf } from './picture.js'
import type { Html } from './value.js'

export const loginsPerPage = 50

/** Part of the logins, newest first. */
export interface ListedLogins {
  logins: readonly InspectedLogin[]
  /** Counted from 1. */
  page: number
  pages: number
  /** Grows with every change of any login. */
  version: number
}

const flags = (login: InspectedLogin): Html => {
  const tones = findingsOf(login).map(({ tone }) => tone)
  if (tones.length === 0) return html``
  const tone = tones.includes('bad') ? 'bad' : 'warn'
  return html`<span class="flag ${tone}"><span class="mark" aria-hidden="true">${tone === 'bad' ? '✕' : '!'}</span> ${tones.length} to mend</span>`
}

const entry = (login: InspectedLogin, isCurrent: boolean, page: number): Html => html`
<li><a href="/inspector/${login.id}${page > 1 ? `?page=${page}` : ''}" ${isCurrent ? html`aria-current="page"` : ''}>
<b>${login.user?.name ?? 'Somebody'}</b>
<span>${login.kind} · ${login.client.name}</span>
<span class="dim">${timeOf(login)} ${statusOf(login)}</span>
${flags(login)}
</a></li>`

const pager = ({ page, pages }: ListedLogins): Html =>
  pages <= 1
    ? html``
    : html`<p class="pages">
${page > 1 ? html`<a href="/inspector?page=${page - 1}">newer</a>` : html`<span class="dim">newer</span>`}
<span>page ${page} of ${pages}</span>
${page < pages ? html`<a href="/inspector?page=${page + 1}">older</a>` : html`<span class="dim">older</span>`}
</p>`

export const loginsList = (listed: ListedLogins, current: InspectedLogin | undefined): Html => html`
<nav id="logins" aria-label="Logins" data-version="${listed.version}">
<ol>${listed.logins.map(each => entry(each, each === current, listed.page))}</ol>
${pager(listed)}
</nav>`
