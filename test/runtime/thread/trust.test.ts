import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRuntime } from '../../../lib/runtime/thread/pool.js'
import { type Certificate, createCertificate } from '../../../lib/tenant/server/certificate.js'

let certificate: Certificate
const server = createServer((_request, response) => response.end('hello'))

beforeAll(async () => {
  certificate = await createCertificate()
  server.setSecureContext({ key: certificate.key, cert: certificate.cert })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await certificate.remove()
})

const claim = 'https://acme.example/heard'

/** What an Action hears from the server by `fetch` and by `https`. */
const heard = async (ca: string | undefined): Promise<unknown> => {
  const runtime = createRuntime({ ca })
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`
  const { state } = await runtime.run({
    trigger: 'post-login',
    actions: [
      {
        name: 'caller',
        secrets: {},
        code: `exports.onExecutePostLogin = async (event, api) => {
          const byHttps = () => new Promise((resolve, reject) => {
            const request = require('https').get('${url}', { agent: false }, response => {
              response.setEncoding('utf8').on('data', resolve)
            })
            request.on('error', ({ code }) => resolve(code))
          })
          const byFetch = () => fetch('${url}').then(response => response.text(), ({ cause }) => cause.code)
          api.idToken.setCustomClaim('${claim}', [await byFetch(), await byHttps()])
        }`
      }
    ],
    event: { user: { user_id: 'auth0|1' } }
  })
  await runtime.stop()
  return state.claims.idToken[claim]
}

test('Actions reach a server whose authority the runtime was given', async () => {
  expect(await heard(certificate.ca)).toEqual(['hello', 'hello'])
})

test('and no other', async () => {
  expect(await heard(undefined)).toEqual([
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
  ])
})
