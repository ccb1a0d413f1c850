import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../../lib/tenant/index.js'
import { createFolders } from '../fixtures/folder.js'
import { describeInBrowser } from './chromium.js'
import { htmlPage, type Site, startSite } from './site.js'

/** A policy for pages that read `user.user_metadata`, as Auth0's documentation of metadata shows. */
const policy = `
import { definePolicy } from 'a0seal'
export default definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender'] } },
  applications: {},
  release: [],
  copy: { hobby: 'string', newsletter: 'boolean' },
  userMetadataClaim: true
})
`

/** The page's script, as its developers would write it. */
const script = (domain: string) => `
import { createAuth0Client } from '@auth0/auth0-spa-js'
const show = (id, text) => { document.getElementById(id).textContent = text }
const client = await createAuth0Client({
  domain: ${JSON.stringify(domain)},
  clientId: 'spa',
  authorizationParams: { redirect_uri: location.origin + '/' }
})
document.getElementById('login').addEventListener('click', () => client.loginWithRedirect())
if (new URLSearchParams(location.search).has('code')) {
  await client.handleRedirectCallback()
  history.replaceState({}, '', '/')
} else {
  await client.checkSession()
}
const user = await client.getUser()
if (user) {
  show('name', user.name)
  show('hobby', user.user_metadata.hobby)
  const token = await client.getTokenSilently({ cacheMode: 'off' })
  const answer = await fetch(${JSON.stringify(domain)} + '/userinfo', { headers: { authorization: 'Bearer ' + token } })
  show('userinfo', (await answer.json()).user_metadata.hobby)
}
show('state', user ? 'in' : 'out')
`

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent'
  })
  return outputFiles[0]?.text ?? ''
}

const createFolder = createFolders()

describeInBrowser('a page with auth0-spa-js', pages => {
  let tenant: Tenant
  let site: Site

  beforeAll(async () => {
    const config = join(await createFolder(), 'a0seal.config.ts')
    await writeFile(config, policy)
    tenant = await startTenant({ config, httpsPort: false })
    const code = await bundle(script(tenant.issuer.replace(/\/$/, '')))
    site = await startSite({
      '/': () =>
        htmlPage(
          `<button id="login">Log in</button><p id="name"></p><p id="hobby"></p><p id="userinfo"></p><p id="state"></p>
           <script type="module" src="/page.js"></script>`
        ),
      '/page.js': () => ({ type: 'text/javascript', body: code })
    })
  })
  afterAll(async () => {
    await tenant?.stop()
    await site?.stop()
  })

  test('logs in, reads user.user_metadata.hobby, and is recognised silently after a reload', async () => {
    const { page, complaints } = await pages.open()
    await page.goto(site.url)
    await page.getByText('out', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await page.getByText('in', { exact: true }).waitFor()
    expect(await page.locator('#name').textContent()).toBe('Ada Fictional')
    expect(await page.locator('#hobby').textContent()).toBe('climbing')
    expect(await page.locator('#userinfo').textContent()).toBe('climbing')
    await page.reload()
    await page.getByText('in', { exact: true }).waitFor()
    expect(await page.locator('#hobby').textContent()).toBe('climbing')
    expect(complaints).toEqual([])
  })
})
