import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, type OpenPage } from '../browser/chromium.js'
import type { Site } from '../browser/site.js'
import { read, startPage } from './page.js'
import { claimsOfAda, domainOf, hobbyClaim, runTenant } from './tenant.js'

const tenant = runTenant()

const webAuth = (responseType = 'token id_token') => `
import auth0 from 'auth0-js'
const domain = '${domainOf(tenant())}'
const webAuth = new auth0.WebAuth({
  domain,
  clientID: 'spa',
  redirectUri: location.origin + '/callback',
  responseType: '${responseType}',
  audience: 'https://' + domain + '/api/v2/',
  scope: 'openid profile email read:current_user update:current_user_metadata'
})
`

const startScript = () => `${webAuth()}
const somebody = { email: 'new@acme.example', password: 'a-Password-of-somebody-new-1' }
const connection = 'Username-Password-Authentication'
const told = id => (error, result) => show(id, error ?? result)
button('Log in', () => webAuth.authorize())
button('Log out', () => webAuth.logout({ returnTo: location.origin }))
button('Pop up', () => webAuth.popup.authorize({ redirectUri: location.origin + '/popup' }, told('popup')))
button('Sign up', () => webAuth.signup({ ...somebody, connection, user_metadata: { hobby: 'sailing' } }, told('signup')))
button('Embedded', () => webAuth.login({ ...somebody, realm: connection }, told('login')))
button('Embedded, wrong', () => webAuth.login({ ...somebody, password: 'wrong', realm: connection }, told('login')))
button('Embedded, popup', () => webAuth.popup.loginWithCredentials({ ...somebody, realm: connection }, told('credentials')))
button('Renew', () => webAuth.renewAuth({ redirectUri: location.origin + '/silent', usePostMessage: true }, told('renewed')))
button('Forgot', () => webAuth.changePassword({ email: somebody.email, connection }, told('forgot')))
webAuth.checkSession({}, (error, result) => show('session', error ? error.code : result.idTokenPayload))
`

const callbackScript = () => `${webAuth()}
const { accessToken, idTokenPayload } = await promised(done => webAuth.parseHash(done))
show('userinfo', await promised(done => webAuth.client.userInfo(accessToken, done)))
const management = new auth0.Management({ domain, token: accessToken })
const id = idTokenPayload.sub
const patched = await promised(done => management.patchUserMetadata(id, { favorite_color: 'blue' }, done))
show('patched', patched.user_metadata)
show('stored', (await promised(done => management.getUser(id, done))).user_metadata)
show('user', idTokenPayload)
`

describeInBrowser('a page with auth0-js, at a tenant on HTTPS', pages => {
  let site: Site
  beforeAll(async () => {
    site = await startPage(startScript(), {
      paths: {
        '/callback': callbackScript(),
        '/popup': `${webAuth()}\nwebAuth.popup.callback()`,
        '/silent': `parent.postMessage(location.hash, location.origin)`
      }
    })
  })
  afterAll(() => site?.stop())

  const open = () => pages.openInProfile('allowed', { ignoreHTTPSErrors: true })
  const click = ({ page }: OpenPage, name: string) => page.getByRole('button', { name, exact: true }).click()
  const shown = async (opened: OpenPage, button: string, id: string) => {
    await click(opened, button)
    return read(opened.page, id)
  }

  test('logs in, reads and changes its own metadata, renews silently, and logs out', async () => {
    const opened = await open()
    const { page } = opened
    await page.goto(site.url)
    expect(await read(page, 'session')).toBe('login_required')
    await click(opened, 'Log in')
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    expect(await read(page, 'user')).toMatchObject(claimsOfAda)
    expect(await read(page, 'userinfo')).toMatchObject({ [hobbyClaim]: 'climbing' })
    expect(await read(page, 'patched')).toMatchObject({ favorite_color: 'blue' })
    expect(await read(page, 'stored')).toMatchObject({ favorite_color: 'blue' })
    await page.goto(site.url)
    expect(await read(page, 'session')).toMatchObject(claimsOfAda)
    expect(await shown(opened, 'Renew', 'renewed')).toMatchObject({ idTokenPayload: claimsOfAda })
    await click(opened, 'Log out')
    await expect.poll(() => read(page, 'session').catch(() => undefined)).toBe('login_required')
  })

  test('logs in in a popup', async () => {
    const opened = await open()
    const { page } = opened
    await page.goto(site.url)
    const popup = page.waitForEvent('popup')
    await click(opened, 'Pop up')
    await (await popup).getByRole('button', { name: 'Ada Fictional' }).click()
    expect(await read(page, 'popup')).toMatchObject({ idTokenPayload: claimsOfAda })
  })

  test('signs up, and logs in by a form of its own', async () => {
    const opened = await open()
    const { page } = opened
    await page.goto(site.url)
    expect(await shown(opened, 'Sign up', 'signup')).toMatchObject({ email: 'new@acme.example' })
    expect(await shown(opened, 'Embedded, wrong', 'login')).toMatchObject({
      code: 'access_denied',
      description: 'Wrong email or password.'
    })
    expect(await shown(opened, 'Embedded, popup', 'credentials')).toMatchObject({
      idTokenPayload: { email: 'new@acme.example' }
    })
    await click(opened, 'Embedded')
    expect(await read(page, 'user')).toMatchObject({ email: 'new@acme.example', [hobbyClaim]: 'sailing' })
  })

  test('is told what there is in the place of a forgotten password', async () => {
    const opened = await open()
    await opened.page.goto(site.url)
    expect(JSON.stringify(await shown(opened, 'Forgot', 'forgot'))).toContain(
      '/api/v2/tickets/password-change'
    )
  })
})
