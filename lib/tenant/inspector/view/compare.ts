import { html } from 'hono/html'
import { changesBetween } from '../lanes/compare.js'
import { stationTitles } from '../lanes/lane.js'
import { lanesOf } from '../lanes/lanes.js'
import type { InspectedLogin } from '../login.js'
import type { Html } from './value.js'

const labelOf = ({ user, kind, client, date }: InspectedLogin): string =>
  `${user?.name ?? 'Somebody'}, ${kind}, ${client.name}, ${date.toLocaleTimeString('en-GB')}`

/** Chooses the login to compare with. */
export const compareForm = (
  login: InspectedLogin,
  others: readonly InspectedLogin[],
  chosen: InspectedLogin | undefined
): Html =>
  others.length === 0
    ? html``
    : html`
<form class="compare" action="/inspector/${login.id}">
<label>Compare with <select name="with">${others.map(
        other =>
          html`<option value="${other.id}"${other === chosen ? html` selected` : ''}>${labelOf(other)}</option>`
      )}</select></label>
<button>What changed?</button>
</form>`

/** Two logins side by side, the older one on the left: only what is different. */
export const comparison = (one: InspectedLogin, other: InspectedLogin): Html => {
  const [before, after] = one.date <= other.date ? [one, other] : [other, one]
  const changes = changesBetween(lanesOf(before), lanesOf(after))
  return html`
<section class="comparison">
<h2>What changed</h2>
${
  changes.length === 0
    ? html`<p>Nothing: both logins say the same.</p>`
    : html`<table role="table" class="changes">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Where</th><th role="columnheader" scope="col">${labelOf(before)}</th><th role="columnheader" scope="col">${labelOf(after)}</th></tr></thead>
<tbody role="rowgroup">${changes.map(
        ({ name, station, before, after }) => html`
<tr role="row"><th role="rowheader" scope="row"><code>${name}</code> <small>${stationTitles[station]}</small></th>
<td role="cell">${before}</td><td role="cell">${after}</td></tr>`
      )}</tbody>
</table>`
}
</section>`
}
