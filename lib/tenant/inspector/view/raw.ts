import { html } from 'hono/html'
import type { JsonObject } from '../../../core/auth0/json.js'
import { obstacleOf } from '../as-test/obstacle.js'
import type { InspectedLogin, InspectedToken } from '../login.js'
import { type Html, members } from './value.js'

/** Something as it is, folded: its members to look at, and the text to copy. */
const folded = (title: string, object: JsonObject | undefined, otherwise: string): Html => html`
<details class="raw">
<summary>${title}</summary>
${
  object === undefined
    ? html`<p class="nothing">${otherwise}</p>`
    : html`<div class="copied">${members(object)}<button type="button" class="copy" hidden>Copy as JSON</button>
<textarea class="source" hidden readonly aria-label="${title} as JSON">${JSON.stringify(object, null, 2)}</textarea></div>`
}
</details>`

const tokenOf = (token: InspectedToken | undefined): JsonObject | undefined =>
  token?.type === 'jwt' ? { header: token.header, claims: token.claims } : undefined

const missing = (token: InspectedToken | undefined): string =>
  token?.type === 'opaque'
    ? 'It is opaque: no audience was asked for, so it opens /userinfo and says nothing.'
    : 'It was not issued, or not fetched yet.'

/** The login as a file of the testing kit. It may hold keys, so it is another page than this one. */
const testOf = (login: InspectedLogin): Html => {
  const obstacle = obstacleOf(login)
  if (obstacle !== undefined)
    return html`<p class="nothing">No test of the kit can be made of it: ${obstacle}.</p>`
  const url = `/inspector/${login.id}/test`
  return html`
<div class="copied"><a href="${url}">As a test of the kit</a>
<button type="button" class="copy" data-source="${url}" hidden>Copy as a test</button></div>`
}

/** What the picture was made of. The event is as the first Action saw it, without secrets. */
export const rawOf = (login: InspectedLogin): Html => {
  const { sent, runs, stored, idToken, accessToken, userinfo } = login
  return html`
<section class="raws">
<h2>As it is</h2>
${folded('What the identity provider sent', sent?.profile, 'Nobody was asked.')}
${folded('Event', runs[0]?.given?.event, 'No Action ran.')}
${folded('Stored profile', stored, 'There is no profile.')}
${folded('ID token', tokenOf(idToken), missing(idToken))}
${folded('Access token', tokenOf(accessToken), missing(accessToken))}
${folded('/userinfo', userinfo, 'It needs an access token with the scope openid.')}
${testOf(login)}
<p><a href="/inspector/${login.id}/picture.svg">The picture as an image (SVG)</a></p>
</section>`
}
