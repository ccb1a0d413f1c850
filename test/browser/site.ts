import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** What a path of a site answers, by its query. */
export type Answers = Record<string, (query: URLSearchParams) => { type: string; body: string }>

export interface Site {
  url: string
  stop(): Promise<void>
}

/** A site of somebody's own on loopback, on another port than the tenant's; over HTTPS with a key and a certificate. */
export const startSite = async (answers: Answers, tls?: { key: string; cert: string }): Promise<Site> => {
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const answer = answers[url.pathname]?.(url.searchParams)
    if (!answer) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': answer.type }).end(answer.body)
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    }
  }
}

/** A page of HTML. */
export const htmlPage = (body: string) => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><meta charset="utf-8"><title>site</title><link rel="icon" href="data:,">${body}`
})
