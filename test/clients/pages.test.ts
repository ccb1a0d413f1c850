import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCertificate } from '../../lib/tenant/server/certificate.js'
import { describeInBrowser, type OpenPage } from '../browser/chromium.js'
import type { Site } from '../browser/site.js'
import { read, startPage } from './page.js'
import { claimsOfAda, domainOf, runTenant } from './tenant.js'

const organization = 'org_acme'
const tenant = runTenant({ seed: { organizations: [{ id: organization, name: 'acme' }] } })

interface Application {
  /** As the documentation of the client has it: a host name for HTTPS, a URL for HTTP. */
  domain: string
  organization?: string
  refreshTokens?: boolean
}

const optionsOf = ({ refreshTokens }: Application): string =>
  refreshTokens ? `useRefreshTokens: true, cacheLocation: 'localstorage',` : ''

const parametersOf = (application: Application): string =>
  `{ redirect_uri: location.origin${application.organization ? `, organization: '${organization}'` : ''} }`

const spa = (application: Application) => `
import { createAuth0Client } from '@auth0/auth0-spa-js'
const client = await createAuth0Client({
  domain: '${application.domain}',
  clientId: 'spa',
  ${optionsOf(application)}
  authorizationParams: ${parametersOf(application)}
})
button('Log in', () => client.loginWithRedirect())
button('Log out', () => client.logout({ logoutParams: { returnTo: location.origin } }))
if (location.search.includes('code=')) {
  await client.handleRedirectCallback()
  history.replaceState({}, '', '/')
} else {
  await client.checkSession()
}
const user = await client.getUser()
if (user) {
  const silent = client.getTokenSilently({ cacheMode: 'off' })
  show('silent', await silent.then(token => typeof token, ({ error }) => error))
}
show('user', user ?? null)
`

const react = (application: Application) => `
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react'
import { createElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
const App = () => {
  const { isLoading, user, loginWithRedirect, logout, getAccessTokenSilently } = useAuth0()
  const [silent, setSilent] = useState()
  useEffect(() => {
    if (user) getAccessTokenSilently({ cacheMode: 'off' }).then(token => setSilent(typeof token))
  }, [user?.sub])
  if (isLoading || (user && !silent)) return null
  return createElement('div', {},
    createElement('button', { onClick: () => loginWithRedirect() }, 'Log in'),
    createElement('button', { onClick: () => logout({ logoutParams: { returnTo: location.origin } }) }, 'Log out'),
    createElement('pre', { id: 'silent' }, JSON.stringify(silent ?? null)),
    createElement('pre', { id: 'user' }, JSON.stringify(user ?? null)))
}
const root = document.body.appendChild(document.createElement('main'))
createRoot(root).render(createElement(Auth0Provider, {
  domain: '${application.domain}',
  clientId: 'spa',
  ${optionsOf(application)}
  authorizationParams: ${parametersOf(application)}
}, createElement(App)))
`

const https = () => domainOf(tenant())
const http = () => tenant().issuer.replace(/\/$/, '')

describeInBrowser('a page', pages => {
  const scripts: Record<string, () => string> = {
    'auth0-spa-js at a tenant on HTTPS': () => spa({ domain: https() }),
    'auth0-spa-js at a tenant on HTTP, in an organization': () => spa({ domain: http(), organization }),
    'auth0-spa-js with refresh tokens, in an organization': () =>
      spa({ domain: https(), organization, refreshTokens: true }),
    'auth0-react at a tenant on HTTPS, in an organization': () => react({ domain: https(), organization }),
    'auth0-react at a tenant on HTTP, with refresh tokens': () =>
      react({ domain: http(), refreshTokens: true })
  }
  const sites: Record<string, Site> = {}
  const siteOf = (name: string) => sites[name]?.url ?? ''

  beforeAll(async () => {
    const { remove, ...tls } = await createCertificate()
    await remove()
    for (const [name, script] of Object.entries(scripts)) sites[name] = await startPage(script())
    sites['on HTTPS'] = await startPage(spa({ domain: https() }), { tls })
  })
  afterAll(() => Promise.all(Object.values(sites).map(site => site.stop())))

  const logIn = async ({ page }: OpenPage, name: string) => {
    await page.goto(siteOf(name))
    await page.locator('#user').waitFor()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await page.waitForURL(url => url.href === `${siteOf(name)}/`)
    return read(page, 'user')
  }

  test.each(Object.keys(scripts))('%s logs in, stays logged in after a reload, and logs out', async name => {
    const opened = await pages.openInProfile('allowed', { ignoreHTTPSErrors: true })
    const { page } = opened
    const claims = { ...claimsOfAda, ...(name.includes('organization') && { org_id: organization }) }
    expect(await logIn(opened, name)).toMatchObject(claims)
    expect(await read(page, 'silent')).toBe('string')
    await page.reload()
    expect(await read(page, 'user')).toMatchObject(claims)
    expect(await read(page, 'silent')).toBe('string')
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect.poll(() => read(page, 'user').catch(() => undefined)).toBeNull()
  })

  test('in a browser that blocks third-party cookies stays logged in by refresh tokens only, as at Auth0', async () => {
    const afterReload = async (name: string) => {
      const opened = await pages.openInProfile('blocked', { ignoreHTTPSErrors: true })
      await logIn(opened, name)
      await opened.page.reload()
      return read(opened.page, 'user')
    }
    expect(await afterReload('auth0-spa-js with refresh tokens, in an organization')).toMatchObject(
      claimsOfAda
    )
    expect(await afterReload('auth0-spa-js at a tenant on HTTPS')).toBeNull()
    // The same site: localhost on HTTPS, whatever the port.
    expect(await afterReload('on HTTPS')).toMatchObject(claimsOfAda)
  })
})
