import { isPlainObject, type Json, type JsonObject } from '../../../core/auth0/json.js'
import type { InspectedRun } from '../login.js'
import { literal } from './source.js'

/** Written by the run before, so the kit knows them. */
const ownByRun = ['app_metadata', 'user_metadata']

const userOf = ({ given }: InspectedRun): JsonObject => {
  const user = given?.event.user
  return isPlainObject(user) ? (user as JsonObject) : {}
}

/** What of the user an Action sees otherwise than before: what the connection denies is gone after a redirect or challenge. */
const changedUser = (before: InspectedRun, after: InspectedRun): string[] => {
  const [old, young] = [userOf(before), userOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(young)])]
    .filter(name => !ownByRun.includes(name) && JSON.stringify(old[name]) !== JSON.stringify(young[name]))
    .map(name => {
      const value = Object.hasOwn(young, name) ? literal(young[name] as Json) : 'undefined'
      return `[${JSON.stringify(name)}]: ${value}`
    })
}

/** How the browser came back for a leg, as source: what `continueWith` is told. */
export const returnSource = (leg: InspectedRun, before: InspectedRun): string => {
  const {
    method,
    query = {},
    body = {}
  } = (leg.given?.event.request ?? {}) as {
    method?: string
    query?: JsonObject
    body?: JsonObject
  }
  const { state: _ofTheTenant, ...sent } = method === 'POST' ? body : query
  const user = changedUser(before, leg)
  const options = [
    `now: ${leg.given?.now ?? 0}`,
    `${method === 'POST' ? 'body' : 'query'}: ${JSON.stringify(sent)}`,
    ...(user.length > 0 ? [`event: { user: { ${user.join(', ')} } }`] : [])
  ]
  return `run = await run.continueWith({\n    ${options.join(',\n    ')}\n  })`
}
