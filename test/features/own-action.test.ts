import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { createAPI } from '../fixtures/api.js'
import { load } from '../fixtures/built.js'
import { eventOf, secrets, userId } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { ownPolicy, writeProject } from '../fixtures/own-actions.js'

const createFolder = createFolders()

const source = `import { createSealer } from 'a0seal'

export const onExecutePostLogin = async (event, api) => {
  const sealer = createSealer(event.secrets.A0SEAL_KEYS, { tenant: event.tenant.id })
  const place = { user: event.user.user_id, slot: 'own' }
  const { value, isChanged } = sealer.update(event.user.app_metadata.own, { plan: 'canary' }, place)
  if (isChanged) api.user.setAppMetadata('own', value)
}
`
const list = [{ file: 'own.ts', secrets: ['A0SEAL_KEYS'] }]

describe('an Action with nothing but createSealer', () => {
  let code: string
  let inputs: readonly string[]

  beforeAll(async () => {
    const folder = await createFolder()
    const triggers = { 'post-login': ['seal-attributes', ...list, 'release-attributes'] }
    await writeProject(folder, { 'a0seal.config.ts': ownPolicy(triggers), 'own.ts': source })
    const out = join(folder, 'dist')
    const { manifest } = await build({ config: join(folder, 'a0seal.config.ts'), out })
    const own = manifest.actions.find(({ name }) => name === 'own')
    code = await readFile(join(out, own?.file ?? ''), 'utf8')
    inputs = own?.inputs ?? []
  })

  it('has at most 12,000 bytes, to be read', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(12_000)
  })

  it('has nothing in it that only policies need', () => {
    const isNeeded =
      /^a0seal\/lib\/(sealer\.ts|core\/(\w+\.ts|auth0\/(json|limits)\.ts|(jwe|seal|format)\/.*))$/
    expect(inputs).toEqual(expect.arrayContaining(['a0seal/lib/core/sealer.ts', 'own.ts']))
    expect(inputs.filter(file => !isNeeded.test(file))).toEqual(['own.ts'])
  })

  it('says where our code begins and where one’s own does, whatever folder a0seal is in', () => {
    expect(code.match(/^\/\/ .*$/gm)?.slice(1)).toEqual(['// a0seal', '// own.ts'])
  })

  it('runs on its own, and writes only what changed', async () => {
    const { exports, required } = load(code)
    const first = createAPI()
    await exports.onExecutePostLogin?.(eventOf(), first.api)
    expect(first.recorded.calls).toEqual(['app_metadata own'])
    expect(required).toEqual(['crypto'])

    const { own } = first.recorded.appMetadata
    expect(JSON.stringify(own)).not.toContain('canary')
    const second = createAPI()
    await exports.onExecutePostLogin?.(
      eventOf({ secrets, user: { user_id: userId, app_metadata: { own } } }),
      second.api
    )
    expect(second.recorded.calls).toEqual([])
  })
})
