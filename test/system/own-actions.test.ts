import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { login, startTenant } from '../../lib/tenant/index.js'
import { postLoginEvent, runFlow } from '../../lib/testing/index.js'
import { type Cookies, httpLogin } from '../cli/http-login.js'
import { type RunningTenant, startTenantHere } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'
import { ownPolicy, writeProject } from '../fixtures/own-actions.js'

const createFolder = createFolders()
const claim = 'https://acme.example/seen'

/** Adds what it is called, and what it knows of its secrets, to what the Actions before it have noted. */
const noting = (word: string) => `export const onExecutePostLogin = async (event, api) => {
  const seen = [...(event.transaction?.metadata?.seen ?? '').split(' ').filter(Boolean), ${word}].join(' ')
  api.transaction.setMetadata('seen', seen)
  api.idToken.setCustomClaim('${claim}', seen)
}`

const triggers = {
  'post-login': [
    'seal-attributes',
    { file: 'actions/second.ts', secrets: ['WORD'] },
    { deployed: 'theirs' },
    { file: 'actions/first.ts', name: 'third' },
    'release-attributes'
  ]
}
const project = async () => {
  const folder = await createFolder()
  await writeProject(folder, {
    'a0seal.config.ts': ownPolicy(triggers),
    'actions/second.ts': noting("['second', event.secrets.WORD, typeof event.secrets.OTHER].join(' ')"),
    'actions/first.ts': noting("'third'")
  })
  return { folder, config: join(folder, 'a0seal.config.ts') }
}
const secrets = { WORD: 'word', OTHER: 'not listed' }
const seen = 'second word undefined third'
const persona = 'oidc|acme-idp|ada'
const client_id = 'hr-web-dev'
const clients = [{ client_id, client_secret: 'test-secret' }]

describe("the order of a policy with Actions of one's own", () => {
  it("is the kit's, for a folder that was built and for a policy", async () => {
    const { folder, config } = await project()
    const { out } = await build({ config, out: join(folder, 'dist') })
    for (const source of [{ folder: out }, { config }]) {
      const run = await runFlow(source, { event: postLoginEvent(), secrets })
      expect(run.actions.map(({ name }) => name)).toEqual([
        'seal-attributes',
        'second',
        'third',
        'release-attributes'
      ])
      expect(run.claims.idToken[claim]).toBe(seen)
    }
    const none = await runFlow({ folder: out }, { trigger: 'post-change-password' })
    expect(none.actions).toEqual([])
    await expect(runFlow({ folder })).rejects.toThrow('has no manifest.json')
  })

  it("is the local tenant's, with secrets of the environment or of the seed", async () => {
    const { config } = await project()
    for (const options of [
      { seed: { clients }, environment: secrets },
      { seed: { clients, secrets: { second: secrets } }, environment: {} }
    ]) {
      const tenant = await startTenant({ config, ...options, httpsPort: false })
      try {
        const { claims } = await login(tenant, { client_id, persona })
        expect(claims?.[claim]).toBe(seen)
      } finally {
        await tenant.stop()
      }
    }
  })
})

describe('a0seal tenant --watch', () => {
  let tenant: RunningTenant | undefined
  afterEach(async () => {
    await tenant?.stop()
  })

  it('takes the new code of an Action at the next login, and goes on with the old one while the new does not build', async () => {
    const { folder, config } = await project()
    const seed = join(folder, 'seed.json')
    await writeFile(seed, JSON.stringify({ clients }))
    const running = await startTenantHere(['--config', config, '--seed', seed, '--watch'])
    tenant = running
    const cookies: Cookies = new Map()
    const form = { connection: 'acme-idp', persona }
    const seenNow = async () => (await httpLogin(running, { client_id, cookies, form })).claims[claim]
    const file = join(folder, 'actions/first.ts')
    expect(await seenNow()).toBe('second @@WORD@@ undefined third')

    await writeFile(file, noting("'changed'"))
    await expect.poll(seenNow).toBe('second @@WORD@@ undefined changed')

    await writeFile(file, 'export const onExecutePostLogin = async () => {')
    await writeFile(join(folder, 'actions/second.ts'), noting("'never'"))
    await expect.poll(() => running.stderr()).toContain('ERR_BUILD')
    expect(await seenNow()).toBe('second @@WORD@@ undefined changed')

    await writeFile(file, noting("'mended'"))
    await expect.poll(seenNow).toBe('never mended')

    const { code, stderr } = await running.stop()
    tenant = undefined
    expect(code).toBe(0)
    expect(stderr).toContain('theirs lives in the tenant')
    expect(stderr).toContain('unset secret: second WORD')
    expect(stderr).toContain('the Actions of before go on')
  })
})
