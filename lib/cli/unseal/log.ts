import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { A0sealError } from '../../core/errors.js'
import { ignoreFolder } from '../../tenant/development/key-file.js'

/** Why something was opened. */
export interface UnsealNote {
  tenant: string
  user: string
  slots: readonly string[]
  reason: string
}

/** Readable by its owner only. */
const mode = 0o600

/** Where the notes of a project are: beside its policy. */
export const unsealLogFor = (config: string): string => join(dirname(config), '.a0seal', 'unseal.log')

/**
 * Appends a line of JSON, and returns when it is on the disk. A file that is a link is none of ours.
 *
 * @throws ERR_USAGE where it cannot be written: nothing may be shown then
 */
export const writeNote = async (file: string, note: UnsealNote, { now }: { now: Date }): Promise<void> => {
  const line = JSON.stringify({ at: now.toISOString(), osUser: userInfo().username, ...note })
  try {
    await mkdir(dirname(file), { recursive: true })
    await ignoreFolder(dirname(file))
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants
    const handle = await open(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, mode)
    try {
      await handle.chmod(mode) // whatever the umask
      await handle.appendFile(`${line}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code = 'it cannot be written' } = error as { code?: string }
    throw new A0sealError('ERR_USAGE', `${file}: ${code}: without a note of the reason nothing is shown`)
  }
}
