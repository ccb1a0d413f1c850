import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importJWK, jwtDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { generateKeyPair } from '../../lib/core/jwe/generate.js'
import { httpLogin, managementGet } from '../cli/http-login.js'
import { startTenantProcess } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'

const folderOf = createFolders()

describe('a0seal tenant --data', () => {
  it('takes up profiles and keys where an earlier process left them', async () => {
    const folder = await folderOf()
    const data = ['--data', join(folder, 'data.json')]
    const persona = 'oidc|acme-idp|ada'
    const form = { connection: 'acme-idp', persona }
    const first = await startTenantProcess(data)
    await httpLogin(first, { client_id: 'hr-web', cookies: new Map(), form })
    const before = await managementGet(first, `users/${encodeURIComponent(persona)}`)
    await first.stop()

    const second = await startTenantProcess(data)
    expect(await managementGet(second, `users/${encodeURIComponent(persona)}`)).toEqual(before)
    await httpLogin(second, { client_id: 'hr-web', cookies: new Map(), form })
    const after = await managementGet(second, `users/${encodeURIComponent(persona)}`)
    await second.stop()
    const metadata = (user: unknown) => (user as { app_metadata: unknown }).app_metadata
    expect(metadata(after)).toEqual(metadata(before)) // sealed under the same key: nothing to write
  })

  it("takes keys of one's own, and opens with them what an earlier start sealed", async () => {
    const folder = await folderOf()
    const keys = join(folder, 'keys.json')
    const pair = generateKeyPair()
    await writeFile(keys, JSON.stringify({ keys: [pair.privateKey] }), { mode: 0o600 })
    const args = ['--data', join(folder, 'data.json'), '--keys', `A0SEAL_HR_WEB_KEY=${keys}`]
    const hr = { client_id: 'hr-web', form: { connection: 'acme-idp', persona: 'oidc|acme-idp|ada' } }
    const openFirst = async () => {
      const tenant = await startTenantProcess(args)
      const { claims } = await httpLogin(tenant, { ...hr, cookies: new Map() })
      const user = await managementGet(tenant, `users/${encodeURIComponent(hr.form.persona)}`)
      const { stderr } = await tenant.stop()
      expect(stderr).toBe('')
      const sealed = String(claims['https://acme.example/demographics'])
      await jwtDecrypt(sealed, await importJWK(pair.privateKey))
      return { user: user as { app_metadata: object }, keysFile: String(tenant.keysFile) }
    }
    const first = await openFirst()
    const kept = await readFile(first.keysFile, 'utf8')
    expect(Object.keys(JSON.parse(kept))).toEqual(['A0SEAL_KEYS']) // one's own are written nowhere
    expect((await stat(first.keysFile)).mode & 0o777).toBe(0o600)
    const second = await openFirst()
    expect(second.user.app_metadata).toEqual(first.user.app_metadata)
    expect(await readFile(second.keysFile, 'utf8')).toBe(kept)
  })
})
