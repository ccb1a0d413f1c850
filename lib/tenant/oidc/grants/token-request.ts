import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { isPlainObject } from '../../../core/auth0/json.js'
import { passwordGrants } from '../../store/clients.js'

/** A body that is no form and no JSON object of plain values, or is too long. */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError'
}

const maxBytes = 56 * 1024
/** Grants without `/authorize`, where the audience would have been named already. */
const takesAudience = new Set<string>(['client_credentials', ...passwordGrants])

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new TokenRequestError('The body is too long.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const parseJson = (body: Buffer): URLSearchParams => {
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    throw new TokenRequestError('The body is not JSON.')
  }
  if (!isPlainObject(value)) throw new TokenRequestError('The body is not a JSON object.')
  const form = new URLSearchParams()
  for (const [name, member] of Object.entries(value)) {
    if (member === null || member === undefined) continue
    if (typeof member === 'object') throw new TokenRequestError('The JSON body must hold plain values.')
    form.append(name, String(member))
  }
  return form
}

/**
 * The request as oidc-provider reads it: Auth0 takes JSON where it takes forms only, and machines name an `audience`
 * where it expects a `resource`.
 *
 * @throws TokenRequestError
 */
export const toFormRequest = async (
  request: IncomingMessage,
  { resourceOf }: { resourceOf: (audience: string) => string | undefined }
): Promise<IncomingMessage> => {
  const body = await readBody(request)
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
  const form = isJson ? parseJson(body) : new URLSearchParams(body.toString())
  const audience = form.get('audience')
  form.delete('audience')
  if (audience && takesAudience.has(form.get('grant_type') ?? '')) {
    const resource = resourceOf(audience)
    if (resource !== undefined) form.set('resource', resource)
  }
  const bytes = Buffer.from(form.toString())
  const { 'transfer-encoding': _chunked, ...headers } = request.headers
  const { method, url, socket, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders } = request
  const replay = Object.assign(Readable.from(bytes.length > 0 ? [bytes] : []), {
    method,
    url,
    originalUrl: url,
    socket,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
    rawHeaders,
    headers: {
      ...headers,
      'content-type':
        isJson || bytes.length > 0 ? 'application/x-www-form-urlencoded' : headers['content-type'],
      'content-length': String(bytes.length)
    }
  })
  return replay as unknown as IncomingMessage
}
