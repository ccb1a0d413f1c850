import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser } from './browser.js'
import { claimsOfAda, domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()
/** Debian's, which its packages are for. */
const python = '/usr/bin/python3'
const isMissing = spawnSync(python, ['-c', 'import authlib, requests']).status !== 0

if (isMissing && process.env.CI) throw new Error("the package python3-authlib is missing (Debian's)")

const run = async (baseURL: string, ...parameters: string[]): Promise<Record<string, unknown>> => {
  const { stdout } = await promisify(execFile)(
    python,
    [join(import.meta.dirname, 'authlib_client.py'), ...parameters],
    {
      env: {
        CALLBACK: `${baseURL}/callback`,
        AUTH0_DOMAIN: domainOf(tenant()),
        AUTH0_CLIENT_SECRET: secretOf(tenant(), 'hr-web'),
        REQUESTS_CA_BUNDLE: tenant().caFile
      }
    }
  )
  return JSON.parse(stdout)
}

test.skipIf(isMissing)('python3-authlib logs in, reads /userinfo and refreshes', async () => {
  const baseURL = await serve(() => (_request, response) => response.end())
  const { url, verifier } = await run(baseURL, 'begin')
  const reached = await createBrowser()(String(url))
  const { claims, userinfo, refreshed } = await run(baseURL, 'end', reached.url.href, String(verifier))
  expect(claims).toMatchObject(claimsOfAda)
  expect(userinfo).toMatchObject(claimsOfAda)
  expect(refreshed).toMatchObject({ token_type: 'Bearer', access_token: expect.any(String) })
})
