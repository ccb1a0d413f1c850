import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service on loopback that answers with JSON by `METHOD /path`, and notes what it was asked. */
export const startService = async (answers: Record<string, unknown>) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const line = `${request.method} ${decodeURIComponent(request.url ?? '')}`
    asked.push(line)
    response.statusCode = line in answers ? 200 : 503
    response.end(JSON.stringify(answers[line] ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answers,
    stop: () => new Promise(resolve => server.close(resolve).closeAllConnections())
  }
}
