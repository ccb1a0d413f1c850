import { html } from 'hono/html'
import type { Json, JsonObject } from '../../../core/auth0/json.js'
import { jweHeader, type ShownHeader } from '../../../core/login/explain/jwe-header.js'

export type Html = ReturnType<typeof html>

const deepest = 6
/** Characters above which a name has a line of its own. */
const longName = 18

const sealed = (jwe: string, { alg = '', kid, typ }: ShownHeader): Html => html`
<div class="sealed" data-state="shut">
<details>
<summary><span class="seal">sealed</span> <span class="dim">${jwe.length} characters</span></summary>
<p class="dim">${typ ?? 'JWE'}, ${alg}, key <code>${kid ?? 'unnamed'}</code></p>
<code class="jwe">${jwe}</code>
</details>
<div class="opened" hidden><pre></pre><p class="dim"></p></div>
</div>`

/** A sealed value, folded, for the page to open; undefined for any other text. */
export const sealedText = (text: string): Html | undefined => {
  const header = jweHeader(text)
  return header && sealed(text, header)
}

const secondsClaims = new Set(['iat', 'exp', 'auth_time', 'nbf', 'updated_at'])

const scalar = (name: string, value: Json): Html => {
  if (typeof value === 'string') {
    const empty = html`<span class="dim">empty text</span>`
    return sealedText(value) ?? (value === '' ? empty : html`<span>${value}</span>`)
  }
  if (typeof value === 'number' && secondsClaims.has(name))
    return html`<span>${value}</span> <span class="dim">${new Date(value * 1000).toLocaleTimeString('en-GB')}</span>`
  return html`<span class="literal">${JSON.stringify(value)}</span>`
}

/** One value. Objects become lists of their members, what is nested too deep becomes JSON text. */
const shown = (name: string, value: Json, depth: number): Html => {
  if (typeof value !== 'object' || value === null) return scalar(name, value)
  const entries: [string, Json][] = Array.isArray(value)
    ? value.map((each, index) => [String(index), each])
    : Object.entries(value)
  if (entries.length === 0) return html`<span class="literal">${Array.isArray(value) ? '[]' : '{}'}</span>`
  const isFlat = Array.isArray(value) && value.every(each => typeof each !== 'object' || each === null)
  if (isFlat || depth >= deepest) return html`<span class="literal">${JSON.stringify(value)}</span>`
  return html`<dl class="nested">${entries.map(([key, each]) => row(key, each, { depth: depth + 1 }))}</dl>`
}

const row = (name: string, value: Json, { depth = 0 }: { depth?: number } = {}): Html => html`
<div class="${name.length > longName ? 'row long' : 'row'}">
<dt>${name}</dt>
<dd>${shown(name, value, depth)}</dd>
</div>`

/** The members of an object, one line each. */
export const members = (object: JsonObject): Html =>
  html`<dl>${Object.entries(object).map(([name, value]) => row(name, value))}</dl>`
