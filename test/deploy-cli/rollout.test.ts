import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { login } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { createFolders } from '../fixtures/folder.js'

const page = new URL('../../docs/rollout.md', import.meta.url)
const main = fileURLToPath(new URL('../../build/cli/main.js', import.meta.url))
const createFolder = createFolders()
const ann = 'oidc|acme-idp|ann'

/** Somebody else's Action is there before, and nothing is denied. */
const theirs = {
  name: 'their-enrich',
  code: 'exports.onExecutePostLogin = async (event, api) => {}',
  secrets: { THEIR_KEY: 'TEST-SECRET' }
}
const seed = {
  connections: [{ name: 'acme-idp', strategy: 'oidc', options: { scope: 'openid' } }],
  personas: [
    {
      connection: 'acme-idp',
      profile: { user_id: ann, email: 'ann@acme.test', email_verified: true, gender: 'gender-canary' }
    }
  ]
}

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ seed, actions: [theirs] })
})
afterAll(() => tenant?.stop())

interface Line {
  heading: string
  command: string
  exits: number
}

/** The commands of the page with the heading they stand under, each on a line of its own. */
const commandsOf = (text: string): Line[] =>
  text.split(/^## /m).flatMap(section => {
    const [heading = ''] = section.split('\n', 1)
    const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
    return blocks
      .flatMap(block => block.trim().split('\n'))
      .map(command => ({ heading, command, exits: Number(/# exits (\d)/.exec(command)?.[1] ?? 0) }))
  })

/** A shell as somebody has it in that folder, with the tenant in its environment. */
const shell = (command: string, cwd: string): Promise<{ code: number; output: string }> => {
  const { httpsIssuer = '', caFile = '', management } = tenant
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    NODE_EXTRA_CA_CERTS: caFile,
    AUTH0_DOMAIN: new URL(httpsIssuer).host,
    AUTH0_CLIENT_ID: management.client_id,
    AUTH0_CLIENT_SECRET: management.client_secret
  }
  return new Promise(resolve => {
    execFile('sh', ['-c', command], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    )
  })
}

const signIn = () => login(tenant, { client_id: 'hr-web', persona: ann })

test('docs/rollout.md, word for word', { timeout: 600_000 }, async () => {
  const folder = await createFolder()
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true })
  await symlink(main, join(folder, 'node_modules/.bin/a0seal'))
  const text = await readFile(page, 'utf8')
  const lines = commandsOf(text)
  expect(lines.map(({ heading }) => heading)).toContain('6. The deny list')

  let said = ''
  let isSignedIn = false
  for (const { heading, command, exits } of lines) {
    // The one thing that is done by hand, under the fifth heading.
    if (heading > '5' && !isSignedIn) {
      await signIn()
      isSignedIn = true
    }
    const { code, output } = await shell(command, folder)
    expect({ command, code, output: code === exits ? '' : output }).toEqual({
      command,
      code: exits,
      output: ''
    })
    said += output
  }
  expect(text).toContain('\n## 5. One login\n')

  // What the page promises: nothing of it is stored in clear, the application opens it, theirs still runs.
  const { claims, callback } = await signIn()
  expect(callback.get('error')).toBeNull()
  expect(tenant.user(ann)).not.toHaveProperty('gender')
  const keys = await readFile(join(folder, 'hr-web.keys.json'), 'utf8')
  const reader = createReader({ keys, tenant: tenant.tenant, recipient: 'hr-web' })
  const claim = claims?.['https://acme.example/demographics']
  expect((await reader.open(claim, { token: claims as never })).data).toEqual({ gender: 'gender-canary' })
  expect(
    tenant
      .executions()
      .at(-1)
      ?.actions.map(({ name }) => name)
  ).toEqual(['seal-attributes', 'email-domain', 'copy-user-metadata', 'their-enrich', 'release-attributes'])
  const keyText = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8')).keys[0].k
  for (const secret of [keyText, 'gender-canary', 'TEST-SECRET']) expect(said).not.toContain(secret)
})
