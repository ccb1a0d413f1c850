import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

/** Applications on free ports of loopback, each stopped after its test. */
export const runApplications = () => {
  const servers: Server[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  })
  /** @param create is told the URL of the application, which it needs for its callback */
  return async (create: (baseURL: string) => RequestListener): Promise<string> => {
    const server = createServer()
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const baseURL = `http://localhost:${(server.address() as AddressInfo).port}`
    server.on('request', create(baseURL))
    return baseURL
  }
}
