import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { startHere } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'
import { writePolicy } from '../fixtures/policies/text.js'

const page = new URL('../../docs/local-tenant.md', import.meta.url)
const main = fileURLToPath(new URL('../../build/cli/main.js', import.meta.url))
const createFolder = createFolders()
const ann = 'oidc|acme-idp|ann'
const clients = [
  {
    client_id: 'hr-web',
    name: 'hr-web',
    app_type: 'spa' as const,
    redirect_uris: ['http://localhost:3000/callback']
  }
]
const seed = {
  clients: [{ client_id: 'hr-web' }],
  connections: [{ name: 'acme-idp', strategy: 'oidc', options: {} }],
  personas: [{ connection: 'acme-idp', profile: { user_id: ann, email: 'ann@acme.test', gender: 'f' } }]
}

/** The commands of the page's section, in one shell, each with the exit code that it has. */
const commands = async (): Promise<{ script: string; exits: number[] }> => {
  const [, section = ''] = (await readFile(page, 'utf8')).split('## Our commands against it')
  const lines = (/```sh\n(.*?)```/s.exec(section)?.[1] ?? '').trim().split('\n')
  return {
    script: lines.map(line => `${line.replace(/ # .*/, '')}\necho "exits $?"`).join('\n'),
    exits: lines.map(line => Number(/# exits (\d)/.exec(line)?.[1] ?? 0))
  }
}

const shell = (script: string, cwd: string): Promise<string> =>
  new Promise(resolve => {
    execFile('sh', ['-c', script], { cwd, env: { PATH: process.env.PATH, HOME: cwd } }, (_, stdout, stderr) =>
      resolve(stdout + stderr)
    )
  })

it('the commands of docs/local-tenant.md reach a tenant with what it prints', async () => {
  const folder = await createFolder()
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true })
  await symlink(main, join(folder, 'node_modules/.bin/a0seal'))
  const config = await writePolicy(folder)
  const seedFile = join(folder, 'seed.json')
  await writeFile(seedFile, JSON.stringify(seed))
  const tenant = startHere(['tenant', '--port', '0', '--config', config, '--seed', seedFile])
  onTestFinished(async () => void (await tenant.stop()))
  await expect.poll(tenant.stdout, { timeout: 30_000 }).toMatch(/NOT DENIED/)
  const [, issuer = ''] = /issuer +(\S+),/.exec(tenant.stdout()) ?? []
  const personas = [{ connection: 'acme-idp', user_id: ann, name: ann, hasPassword: false }]
  await login({ issuer, clients, personas }, { client_id: 'hr-web', persona: ann })
  expect(tenant.stderr()).toContain('mend it: npx a0seal deny-list apply --connection acme-idp')

  const [, environment] = /commands reach it with (.*)/.exec(tenant.stdout()) ?? []
  const { script, exits } = await commands()
  const said = await shell(`export ${environment}\n${script}`, folder)
  expect(
    [...said.matchAll(/^exits (\d)$/gm)].map(([, code]) => Number(code)),
    said
  ).toEqual(exits)
})
