import * as esbuild from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from '../browser/chromium.js'
import { htmlPage, type Site, startSite } from '../browser/site.js'
import { claimsOfAda, domainOf, hobbyClaim, runTenant } from './tenant.js'

const tenant = runTenant()

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'silent'
  })
  return outputFiles[0]?.text ?? ''
}

/** Shows what a page has found out, for the test to read. */
const show = `
const show = (id, value) => {
  const element = document.createElement('pre')
  element.id = id
  element.textContent = JSON.stringify(value)
  document.body.append(element)
}
const button = (label, onClick) => {
  const element = document.createElement('button')
  element.textContent = label
  element.addEventListener('click', onClick)
  document.body.append(element)
}
`

const spa = (options: string) => `
import { createAuth0Client } from '@auth0/auth0-spa-js'
${show}
const client = await createAuth0Client({
  domain: '${domainOf(tenant())}',
  clientId: 'spa',
  authorizationParams: { redirect_uri: location.origin },
  ${options}
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
show('user', user ?? null)
if (user) show('silent', typeof await client.getTokenSilently({ cacheMode: 'off' }))
`

const react = () => `
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
const App = () => {
  const { isLoading, user, loginWithRedirect, logout } = useAuth0()
  if (isLoading) return null
  return createElement('div', {},
    createElement('button', { onClick: () => loginWithRedirect() }, 'Log in'),
    createElement('button', { onClick: () => logout({ logoutParams: { returnTo: location.origin } }) }, 'Log out'),
    createElement('pre', { id: 'user' }, JSON.stringify(user ?? null)))
}
const root = document.body.appendChild(document.createElement('main'))
createRoot(root).render(createElement(Auth0Provider, {
  domain: '${domainOf(tenant())}',
  clientId: 'spa',
  authorizationParams: { redirect_uri: location.origin }
}, createElement(App)))
`

const auth0Js = () => `
import auth0 from 'auth0-js'
${show}
const domain = '${domainOf(tenant())}'
const webAuth = new auth0.WebAuth({
  domain,
  clientID: 'spa',
  redirectUri: location.origin,
  responseType: 'token id_token',
  audience: 'https://' + domain + '/api/v2/',
  scope: 'openid profile email read:current_user update:current_user_metadata'
})
const promised = run => new Promise((resolve, reject) => run((error, result) => error ? reject(error) : resolve(result)))
button('Log in', () => webAuth.authorize())
button('Log out', () => webAuth.logout({ returnTo: location.origin }))
try {
  const parsed = location.hash
    ? await promised(done => webAuth.parseHash(done))
    : await promised(done => webAuth.checkSession({}, done)).catch(({ code }) => ({ code }))
  if (location.hash) history.replaceState({}, '', '/')
  const { accessToken, idTokenPayload, code } = parsed
  if (accessToken) {
    show('userinfo', await promised(done => webAuth.client.userInfo(accessToken, done)))
    const management = new auth0.Management({ domain, token: accessToken })
    const id = idTokenPayload.sub
    const patched = await promised(done => management.patchUserMetadata(id, { favorite_color: 'blue' }, done))
    show('patched', patched.user_metadata)
    show('stored', (await promised(done => management.getUser(id, done))).user_metadata)
  }
  show('user', idTokenPayload ?? code)
} catch (error) {
  show('user', String(error.description ?? error.message ?? error))
}
`

describeInBrowser('a page on HTTP, at a tenant on HTTPS', pages => {
  const scripts: Record<string, () => string> = {
    'auth0-spa-js': () => spa(''),
    'auth0-spa-js with refresh tokens': () => spa(`useRefreshTokens: true, cacheLocation: 'localstorage',`),
    'auth0-react': react,
    'auth0-js': auth0Js
  }
  const sites: Record<string, Site> = {}

  beforeAll(async () => {
    for (const [name, script] of Object.entries(scripts)) {
      const code = await bundle(script())
      sites[name] = await startSite({
        '/': () => htmlPage('<script type="module" src="/page.js"></script>'),
        '/page.js': () => ({ type: 'text/javascript', body: code })
      })
    }
  })
  afterAll(() => Promise.all(Object.values(sites).map(site => site.stop())))

  test.each(Object.keys(scripts))('%s logs in, stays logged in after a reload, and logs out', async name => {
    const { page } = await pages.openInProfile({ ignoreHTTPSErrors: true })
    const read = async (id: string) => JSON.parse((await page.locator(`#${id}`).textContent()) ?? 'null')
    await page.goto(sites[name]?.url ?? '')
    await page.locator('#user').waitFor()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    const isIn = async () => {
      expect(await read('user')).toMatchObject(claimsOfAda)
      if (name.startsWith('auth0-spa-js')) expect(await read('silent')).toBe('string')
      if (name !== 'auth0-js') return
      expect(await read('userinfo')).toMatchObject({ [hobbyClaim]: 'climbing' })
      expect(await read('patched')).toMatchObject({ favorite_color: 'blue' })
      expect(await read('stored')).toMatchObject({ favorite_color: 'blue' })
    }
    await isIn()
    await page.reload()
    await isIn()
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect.poll(() => read('user').catch(() => undefined)).not.toMatchObject(claimsOfAda)
  })

  test('without third-party cookies stays logged in by refresh tokens only, as at Auth0', async () => {
    const afterReload = async (name: string) => {
      const { page } = await pages.open({ ignoreHTTPSErrors: true })
      await page.goto(sites[name]?.url ?? '')
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('button', { name: 'Ada Fictional' }).click()
      await page.locator('#user').waitFor()
      // The token it asks for silently comes by a refresh, which a reload would cut off, or not at all.
      if (name.endsWith('refresh tokens')) await page.locator('#silent').waitFor()
      await page.reload()
      return JSON.parse((await page.locator('#user').textContent()) ?? '')
    }
    expect(await afterReload('auth0-spa-js with refresh tokens')).toMatchObject(claimsOfAda)
    expect(await afterReload('auth0-spa-js')).toBeNull()
  })
})
