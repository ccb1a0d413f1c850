import { expect, test } from 'vitest'
import { jumpingClock } from '../admin/clock.js'
import { json } from '../admin/fake-tenant.js'
import { runCli } from '../cli/run.js'

const domain = { AUTH0_DOMAIN: 'tenant.test' }
const accesses = [
  { ...domain, AUTH0_ACCESS_TOKEN: 'CANARY-token' },
  { ...domain, AUTH0_CLIENT_ID: 'app', AUTH0_CLIENT_SECRET: 'CANARY-secret' }
]

/** A tenant, or a proxy before it, that repeats in its errors all that it was ever sent. */
const echo = (status: number): typeof fetch => {
  const sent: string[] = []
  return async (input, init) => {
    const { authorization = '' } = Object.fromEntries(new Headers(init?.headers))
    sent.push(authorization, String(init?.body ?? ''))
    return String(input).endsWith('/oauth/token')
      ? json({ access_token: 'CANARY-got', expires_in: 60 })
      : json({ message: `echo: ${sent.join(' ')}`, errorCode: authorization }, status)
  }
}

const commands = [
  'doctor',
  'deploy --dry-run',
  'deploy --rollback',
  'deny-list show --all',
  'deny-list plan --all',
  'unseal --user auth0|ann --inspect'
]

test.each(commands.flatMap(command => [400, 403, 500].map(status => [command, status] as const)))(
  'a0seal %s prints no credential of a request that is refused: %i',
  async (command, status) => {
    for (const env of accesses) {
      const options = { fetch: echo(status), clock: jumpingClock() }
      const { stdout, stderr } = await runCli(command.split(' '), env, options)
      expect(stdout + stderr).toContain(`: ${status}, `)
      expect(stdout + stderr).not.toContain('CANARY')
    }
  }
)
