import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCookieJar, type LoginOptions, login, refresh } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/index.js'

const config = `import { definePolicy } from 'a0seal'
export default definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'] },
    handoff: { attributes: ['one_time_ticket'], keep: 'login' },
    payroll: { attributes: ['iban'], mode: 'write-only', keys: 'A0SEAL_PAYROLL_KEYS' },
    identity: { userMetadata: ['national_id'] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: ['demographics', 'handoff', 'payroll', 'identity'].map(slot => ({ slot, to: 'id_token', applications: ['hr-web'] })),
  copy: { hobby: 'string', newsletter: 'boolean' },
  triggers: {
    'post-login': ['seal-attributes', { file: 'detour.js' }, 'copy-user-metadata', 'release-attributes']
  }
})`

const detour = `export const onExecutePostLogin = async (event, api) => {
  const { display } = event.request.query
  if (display === 'leave') api.redirect.sendUserTo('https://terms.acme.example/')
  if (display === 'challenge') api.authentication.challengeWith({ type: 'otp' })
  if (display === 'deny') api.access.deny('not \`today\` </script>')
}
export const onContinuePostLogin = async () => {}`

let folder: string
let tenant: Tenant
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a0seal-as-test-'))
  await writeFile(join(folder, 'a0seal.config.ts'), config)
  await writeFile(join(folder, 'detour.js'), detour)
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await mkdir(join(folder, 'node_modules'))
  await symlink(resolve('.'), join(folder, 'node_modules/a0seal'))
  await symlink(resolve('node_modules/vitest'), join(folder, 'node_modules/vitest'))
  tenant = await startTenant({ config: join(folder, 'a0seal.config.ts'), httpsPort: false })
})
afterAll(async () => {
  await tenant?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the files of all kinds of logins pass in a fresh project', async () => {
  const persona = tenant.personas[0]?.user_id ?? ''
  const onRedirect = (url: URL) => new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`)
  const hr: LoginOptions = {
    client_id: 'hr-web',
    persona,
    scope: 'openid profile offline_access',
    onRedirect
  }
  const jar = createCookieJar()
  const { tokens } = await login(tenant, { ...hr, jar })
  await login(tenant, { ...hr, jar })
  await login(tenant, { ...hr, client_id: 'crm-web', jar })
  await refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
  for (const display of ['leave', 'challenge', 'deny'])
    await login(tenant, { ...hr, parameters: { display } })

  const html = await (await fetch(tenant.inspector)).text()
  const ids = [...html.matchAll(/<li><a href="\/inspector\/([\w-]+)"/g)].map(([, id = '']) => id)
  expect(ids).toHaveLength(7)
  for (const [index, id] of ids.entries()) {
    const answer = await fetch(`${tenant.inspector}/${id}/test`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    await writeFile(join(folder, `login-${index}.test.ts`), await answer.text())
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers', '1'],
    { cwd: folder, env: { ...process.env, NO_COLOR: '1', VITEST: '', VITEST_POOL_ID: '' } }
  ).catch((error: { stdout: string }) => error)
  expect(stdout).toMatch(/Tests\s+7 passed \(7\)/)
})
