import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../../core/auth0/json.js'

/** Where a request came from, as event and tenant log show it. */
export interface Origin {
  ip: string
  hostname: string
  user_agent?: string
  language?: string
}

/** The origin of a request. `hostname` keeps the port, without which a local tenant cannot be reached. */
export const originOf = ({ socket, headers }: IncomingMessage): Origin => {
  const language = headers['accept-language']?.split(/[,;]/)[0]
  return {
    ip: (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    hostname: headers.host ?? '',
    ...(headers['user-agent'] !== undefined && { user_agent: headers['user-agent'] }),
    ...(language && { language })
  }
}

/** Parsed parameters as JSON: what is no text or list of texts is left out. */
export const parametersOf = (parameters: object | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(parameters ?? {}).filter(
      ([, value]) =>
        typeof value === 'string' || (Array.isArray(value) && value.every(item => typeof item === 'string'))
    )
  )
