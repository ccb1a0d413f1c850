import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { ManagementClient } from 'auth0'
import type { Tenant } from '../../../lib/tenant/start.js'

/** `fetch` for servers of this certificate authority. Node's own takes one from the environment only. */
const fetchTrusting = (ca: Buffer): typeof fetch => {
  const agent = new Agent({ ca })
  return async (input, init) => {
    // Lays out headers and body, of a form too. Nothing is sent to its address.
    const prepared = new Request(input, { ...init, signal: null })
    const body = Buffer.from(await prepared.arrayBuffer())
    return new Promise<Response>((resolve, reject) => {
      const { method } = prepared
      const headers = Object.fromEntries(prepared.headers)
      const sent = request(prepared.url, { agent, method, headers }, async answer => {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk)
        const status = answer.statusCode ?? 0
        const text = status === 204 ? null : Buffer.concat(chunks)
        resolve(new Response(text, { status, headers: answer.headers as Record<string, string> }))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }
}

/** Auth0's SDK over HTTPS, with a fetch of its own for what it cannot fetch. */
export const sdkFor = async ({ httpsIssuer = '', caFile = '', management }: Tenant) => {
  const { client_id, client_secret } = management
  const trusting = fetchTrusting(await readFile(caFile))
  const sdk = new ManagementClient({
    domain: new URL(httpsIssuer).host,
    clientId: client_id,
    clientSecret: client_secret,
    fetch: trusting
  })
  return { sdk, fetch: trusting }
}
