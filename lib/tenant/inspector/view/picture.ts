import { html } from 'hono/html'
import type { Json, JsonObject } from '../../../core/auth0/json.js'
import { restrictedClaims, standardClaimScopes } from '../../../core/auth0/reserved.js'
import type { ActionReport, Outcome } from '../../../runtime/types.js'
import type { InspectedLogin, InspectedRun, InspectedToken } from '../logins.js'
import { folded, type Html, members, type Note } from './value.js'

const station = (title: string, subtitle: string, content: Html | Html[]): Html => html`
<section class="station">
<h2>${title}</h2>
<p class="dim">${subtitle}</p>
${content}
</section>`

const nothing = (text: string): Html => html`<p class="nothing">${text}</p>`

/** True where a value the deny list keeps out is in the stored profile all the same. */
const isStored = (value: Json, stored: JsonObject | undefined): boolean =>
  typeof value === 'string' &&
  value.length > 2 &&
  JSON.stringify(stored ?? {}).includes(JSON.stringify(value))

const identityProvider = ({ sent, kind, stored }: InspectedLogin): Html => {
  if (!sent) {
    const why =
      kind === 'sign-in'
        ? 'A database user: Auth0 itself keeps the profile.'
        : 'Nobody was asked: the Actions saw the stored profile.'
    return station('Identity provider', 'sends nothing', nothing(why))
  }
  const { profile, denyList, connection } = sent
  const noteOf = (name: string, value: Json): Note | undefined => {
    if (!denyList.includes(name)) return undefined
    return isStored(value, stored)
      ? { text: 'denied, but stored in clear', tone: 'bad' }
      : { text: 'deny list', tone: 'warn' }
  }
  return station('Identity provider', `${connection} sends`, members(profile, noteOf))
}

const milliseconds = (duration: number): string =>
  `${duration < 10 ? duration.toFixed(1) : Math.round(duration)} ms`

const action = ({ name, durationMs, log, error, wrote, handler }: ActionReport): Html => html`
<li class="${error === undefined ? 'action' : 'action failed'}">
<div class="title"><b>${name}</b><span class="dim">${milliseconds(durationMs)}</span></div>
${handler.startsWith('onContinue') ? html`<p class="dim">${handler}</p>` : ''}
${wrote.length > 0 ? html`<p>sets ${wrote.map(key => html`<code>${key}</code> `)}</p>` : ''}
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

const leg = ({ actions, outcome, wrote, dropped }: InspectedRun): Html => html`
<ol class="actions">${actions.map(action)}</ol>
${endOf(outcome)}
<p class="dim">${wrote.length === 0 ? 'No profile write.' : html`One profile write: ${wrote.join(', ')}.`}</p>
${dropped.map(
  ({ claim, action: name, reason }) =>
    html`<p class="warn">Auth0 drops the claim <code>${claim}</code> of ${name}: ${reason}</p>`
)}`

const actionsOf = ({ runs, status }: InspectedLogin): Html => {
  const total = runs.flatMap(({ actions }) => actions).reduce((sum, { durationMs }) => sum + durationMs, 0)
  if (runs.length === 0) return station('Actions', 'did not run', nothing('The login ended before them.'))
  return station('Actions', `run for ${milliseconds(total)}`, [
    ...runs.map(leg),
    status === 'waits for a challenge' ? html`<p class="turn">Waiting for the second factor…</p>` : html``,
    status === 'waits for a redirect'
      ? html`<p class="turn">Waiting for the browser to come back…</p>`
      : html``
  ])
}

/** Kept by Auth0 about every user. */
const bookkeeping = new Set(
  'user_id created_at updated_at last_login last_ip logins_count identities email_verified'.split(' ')
)

/** An object in two: the members whose name passes, and the others. */
const part = (object: JsonObject, isFirst: (name: string) => boolean): [JsonObject, JsonObject] => {
  const entries = Object.entries(object)
  return [
    Object.fromEntries(entries.filter(([name]) => isFirst(name))),
    Object.fromEntries(entries.filter(([name]) => !isFirst(name)))
  ]
}

const isEmpty = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

const storedOf = ({ stored, runs }: InspectedLogin): Html => {
  if (!stored) return station('Stored', 'nothing', nothing('There is no profile.'))
  const written = new Set(runs.flatMap(({ wrote }) => wrote).map(key => key.split('.')[0]))
  const noteOf = (name: string): Note | undefined =>
    written.has(name) ? { text: 'written now', tone: 'good' } : undefined
  const [kept, own] = part(stored, name => bookkeeping.has(name))
  const [metadata, root] = part(own, name => name.endsWith('_metadata'))
  const [, shown] = part(metadata, name => isEmpty(metadata[name]))
  return station('Stored', 'in the profile at Auth0', [
    members({ ...shown, ...root }, noteOf),
    folded('members Auth0 keeps of everybody', kept)
  ])
}

/** Of the protocol, but what one looks for in a token. */
const telling = new Set(['aud', 'scope', 'permissions', 'org_id'])

const tokenOf = (title: string, token: InspectedToken | undefined): Html => {
  if (!token) return station(title, 'none', nothing('It was not issued, or not fetched yet.'))
  if (token.type === 'opaque')
    return station(
      title,
      'opaque',
      nothing('No audience was asked for: it opens /userinfo and says nothing.')
    )
  const [protocol, claims] = part(token.claims, name => restrictedClaims.has(name) && !telling.has(name))
  const [standard, own] = part(claims, name => name in standardClaimScopes)
  return station(title, `${String(token.header.alg)}, decoded`, [
    members({ ...own, ...standard }),
    folded('claims of the protocol', protocol)
  ])
}

const userinfoOf = ({ userinfo }: InspectedLogin): Html => {
  if (!userinfo)
    return station(
      '/userinfo',
      'has nothing to say',
      nothing('It needs an access token with the scope openid.')
    )
  const [standard, own] = part(userinfo, name => name in standardClaimScopes || name === 'sub')
  return station('/userinfo', 'answers to this access token', members({ ...own, ...standard }))
}

const heads: Record<InspectedLogin['kind'], string> = {
  'sign-in': 'signed in to',
  delegation: 'was acted for at',
  'single sign-on': 'was signed in already, and came to',
  'silent authentication': 'was looked up without a page, for',
  refresh: 'had a token refreshed by',
  'token request': 'got a token for'
}

/** One login, from the identity provider to `/userinfo`. */
export const picture = (login: InspectedLogin): Html => html`
<article id="login" data-version="${login.version}">
<header>
<h1>${login.user?.name ?? 'Somebody'}</h1>
<p>${heads[login.kind]} <b>${login.client.name}</b>${login.connection === undefined ? '' : ` by ${login.connection}`}${login.actor === undefined ? '' : `, acted for by ${login.actor}`},
<time datetime="${login.date.toISOString()}">${login.date.toLocaleTimeString('en-GB')}</time>
<span class="status ${login.status.replaceAll(' ', '-')}">${login.status}</span></p>
${login.reason === undefined ? '' : html`<p class="bad">${login.reason}</p>`}
</header>
<div class="way">
${identityProvider(login)}
${actionsOf(login)}
${storedOf(login)}
${tokenOf('ID token', login.idToken)}
${tokenOf('Access token', login.accessToken)}
${userinfoOf(login)}
</div>
</article>`
