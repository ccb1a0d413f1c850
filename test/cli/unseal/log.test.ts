import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unsealLogFor, writeNote } from '../../../lib/cli/unseal/log.js'
import { createFolders } from '../../fixtures/folder.js'

const emptyFolder = createFolders()
const note = { tenant: 'acme', user: 'auth0|ann', slots: ['demographics'], reason: 'asked\nby her' }
const now = new Date('2026-11-28T12:00:00Z')

describe('a note of a reason', () => {
  it('is a line behind those before, which only its owner reads', async () => {
    const file = unsealLogFor(join(await emptyFolder(), 'a0seal.config.ts'))
    await writeNote(file, note, { now })
    await chmod(file, 0o644)
    await writeNote(file, { ...note, slots: [] }, { now })
    const [first = '', second = '', ...rest] = (await readFile(file, 'utf8')).split('\n')
    expect(JSON.parse(first)).toEqual({
      at: '2026-11-28T12:00:00.000Z',
      osUser: userInfo().username,
      ...note
    })
    expect(JSON.parse(second)).toMatchObject({ slots: [] })
    expect(rest).toEqual([''])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(join(file, '..', '.gitignore'), 'utf8')).toBe('*\n')
  })

  it('is not written to a link, or where there is no folder', async () => {
    const folder = await emptyFolder()
    await mkdir(join(folder, '.a0seal'))
    await writeFile(join(folder, 'elsewhere'), '')
    const file = join(folder, '.a0seal', 'unseal.log')
    await symlink(join(folder, 'elsewhere'), file)
    await expect(writeNote(file, note, { now })).rejects.toThrow(
      'without a note of the reason nothing is shown'
    )
    const inFile = join(folder, 'elsewhere', 'unseal.log')
    await expect(writeNote(inFile, note, { now })).rejects.toMatchObject({ code: 'ERR_USAGE' })
  })
})
