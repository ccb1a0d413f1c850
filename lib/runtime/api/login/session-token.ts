import { createHmac, timingSafeEqual } from 'node:crypto'
import { isPlainObject } from '../../../core/auth0/json.js'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const hmac = (input: string, secret: string): Buffer => {
  if (typeof secret !== 'string' || secret === '') throw new TypeError('A session token needs a secret.')
  return createHmac('sha256', secret).update(input).digest()
}

/** A JWT of these claims: signed with HS256, not encrypted. */
export const signSessionToken = (claims: Record<string, unknown>, secret: string): string => {
  const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${input}.${hmac(input, secret).toString('base64url')}`
}

const decode = (part: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isPlainObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** @see https://community.auth0.com/t/118530 */
const mandatory = { iat: 'number', exp: 'number', iss: 'string', sub: 'string', state: 'string' } as const

/** The claims, if the signature is HS256 with this secret, none is missing and it is neither early nor late; else why not. */
export const verifySessionToken = (
  token: string,
  secret: string,
  nowMs: number
): { payload: Record<string, unknown> } | { reason: string } => {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.')
  const expected = hmac(`${header}.${claims}`, secret)
  const received = Buffer.from(signature, 'base64url')
  const payload = decode(claims)
  if (rest.length > 0 || decode(header)?.alg !== 'HS256' || !payload) return { reason: 'malformed' }
  if (received.length !== expected.length || !timingSafeEqual(received, expected))
    return { reason: 'bad signature' }
  const missing = Object.entries(mandatory).find(([claim, type]) => typeof payload[claim] !== type)
  if (missing) return { reason: `${missing[0]} is missing` }
  const nowSeconds = nowMs / 1000
  if (Number(payload.exp) <= nowSeconds) return { reason: 'expired' }
  if (payload.nbf !== undefined && !(typeof payload.nbf === 'number' && payload.nbf <= nowSeconds)) {
    return { reason: 'not valid yet' }
  }
  return { payload }
}
