import { describe, expect, it } from 'vitest'
import { createFolders } from '../fixtures/folder.js'
import { useRuntime } from '../tenant/setup.js'
import { type StageOptions, startStage } from './deploy-stage.js'

const runtime = useRuntime()
const emptyFolder = createFolders()
const start = async (options: Partial<StageOptions> = {}) =>
  startStage({ runtime, folder: await emptyFolder(), ...options })

const wantedOrder = [
  'seal-attributes',
  'their-enrich',
  'copy-user-metadata',
  'their-mfa',
  'their-audit',
  'release-attributes'
]

describe('a0seal deploy', () => {
  it('puts ours where the policy says, leaves theirs, and changes nothing when it is run again', async () => {
    const stage = await start()
    const before = await stage.bound()
    const first = await stage.run(['deploy', '--yes'])
    expect(first).toMatchObject({ code: 0 })
    const after = await stage.bound()
    expect(after.map(({ name }) => name)).toEqual(wantedOrder)
    expect(after.filter(({ name }) => name.startsWith('their'))).toEqual(before)
    const again = await stage.run(['deploy', '--yes'])
    expect(again).toMatchObject({ code: 0, writes: [] })
    const { claims } = await stage.login()
    expect(claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
    expect(stage.lastRun()).toEqual(wantedOrder)
  })
})
