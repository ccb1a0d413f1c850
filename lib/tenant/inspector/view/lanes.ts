import { html } from 'hono/html'
import type { Json } from '../../../core/auth0/json.js'
import {
  type Lane,
  type Passage,
  type StationName,
  stationNames,
  stationTitles,
  toneOf
} from '../lanes/lane.js'
import { type Html, sealedText } from './value.js'

/** Beside the colour, for whoever does not see it. */
const marks: Record<Passage['tone'], string> = { plain: '', good: '✓', warn: '!', bad: '✕', none: '–' }

const longestValue = 160

const shownValue = (value: Json): Html => {
  if (typeof value === 'string') {
    const sealed = sealedText(value)
    if (sealed) return sealed
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return html`<code class="value">${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}</code>`
}

/** A command, to be copied. */
export const command = (text: string): Html => html`<code class="command">${text}</code>`

const passage = ({ tone, text, value, mend }: Passage): Html => html`
<div class="passage ${tone}">
<p>${marks[tone] === '' ? '' : html`<span class="mark" aria-hidden="true">${marks[tone]}</span> `}${text}</p>
${value === undefined ? '' : shownValue(value)}
${mend === undefined ? '' : html`<p class="mend">mend it: ${command(mend)}</p>`}
</div>`

const station = (name: StationName, { stations }: Lane): Html => html`
<td role="cell" class="station ${toneOf(stations[name])}">
<span class="name" aria-hidden="true">${stationTitles[name]}</span>
${stations[name].map(passage)}
</td>`

const kinds: Record<Lane['kind'], string> = {
  attribute: 'attribute',
  field: 'field of user_metadata',
  copy: 'copied from user_metadata'
}

const lane = (of: Lane): Html => html`
<tr role="row" class="lane">
<th role="rowheader" scope="row"><code>${of.name}</code> <small>${kinds[of.kind]}${of.slot === undefined ? '' : html`, slot ${of.slot}`}</small></th>
${stationNames.map(name => station(name, of))}
</tr>
<tr role="row" class="alone"><td role="cell" colspan="7"><span>With the deny list alone: </span>${of.alone}</td></tr>`

/**
 * The way of each attribute, a lane each. A table for whoever reads it by ear, with its roles said: where the window is narrow
 * it is no longer laid out as one.
 */
export const lanesTable = (lanes: readonly Lane[]): Html =>
  lanes.length === 0
    ? html`<p class="nothing">There is nothing sensitive in this login, and nothing to copy.</p>`
    : html`
<table role="table" class="lanes" aria-label="The way of each attribute">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Attribute</th>${stationNames.map(
        name => html`<th role="columnheader" scope="col">${stationTitles[name]}</th>`
      )}</tr></thead>
<tbody role="rowgroup">${lanes.map(lane)}</tbody>
</table>`
