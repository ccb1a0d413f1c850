import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createCertificate } from '../../lib/tenant/server/certificate.js'
import type { FakeTenant } from './fake-tenant.js'

export interface ServedTenant {
  /** What names it to a command. */
  env: Record<string, string>
  stop(): Promise<void>
}

/** A fake tenant over HTTPS, for commands that run as processes of their own. */
export const serve = async (tenant: FakeTenant): Promise<ServedTenant> => {
  const { key, cert, caFile, remove } = await createCertificate()
  const server = createServer({ key, cert }, async (request, response) => {
    const { method = 'GET', url } = request
    const answer = await tenant.fetch(`https://tenant.test${url}`, { method, body: await text(request) })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    env: {
      AUTH0_DOMAIN: `localhost:${port}`,
      AUTH0_ACCESS_TOKEN: 'TEST-TOKEN',
      NODE_EXTRA_CA_CERTS: caFile
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await remove()
    }
  }
}
