import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Inspection } from '../inspector/app.js'
import { TokenRequestError, toFormRequest } from '../oidc/grants/token-request.js'
import type { Issuer } from '../oidc/issuer.js'
import { errors } from '../oidc/library/library.js'
import { isLoopbackHost } from '../store/clients.js'
import { createRoutes } from './routes.js'

const providerPaths = /^\/(authorize(\/[^/]+)?|oauth\/(token|revoke)|\.well-known\/[a-z-]+)$/

/** A page of another site can make a name of its own point at this machine; its requests then carry that name. */
const isForThisMachine = ({ headers: { host = '' } }: IncomingMessage): boolean =>
  URL.canParse(`http://${host}`) && isLoopbackHost(new URL(`http://${host}`).hostname)

const sendJson = (response: ServerResponse, status: number, body: object): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}

/** Hands requests to oidc-provider or to our own pages and APIs. */
export const createListener = (issuer: Issuer, inspection: Inspection): RequestListener => {
  const { provider, apis } = issuer
  const handleOidc = provider.callback()
  const handleOwn = getRequestListener(createRoutes(issuer, inspection).fetch, {
    overrideGlobalObjects: false
  })

  const handleBody = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await handleOidc(await toFormRequest(request, { resourceOf: apis.resourceOf }), response)
    } catch (error) {
      if (error instanceof TokenRequestError) {
        sendJson(response, 400, { error: 'invalid_request', error_description: error.message })
      } else if (error instanceof errors.OIDCProviderError) {
        sendJson(response, 403, { error: error.error, error_description: error.error_description })
      } else if (!response.headersSent) {
        sendJson(response, 500, { error: 'server_error' })
      }
    }
  }

  return (request, response) => {
    if (!isForThisMachine(request)) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end('Misdirected Request\n')
      return
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (!providerPaths.test(path)) void handleOwn(request, response)
    else if (request.method === 'POST') void handleBody(request, response)
    else void handleOidc(request, response)
  }
}
