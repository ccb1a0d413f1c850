import { type FileHandle, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { A0sealError } from '../../core/errors.js'
import { describeKeySet } from './report.js'

/** Readable by its owner only. */
const mode = 0o600

const known: Readonly<Record<string, string>> = {
  ENOENT: 'is not there: name a file that is',
  EACCES: 'may not be used: look at its permissions',
  EISDIR: 'is a folder: name a file'
}

const refuse = (file: string, error: unknown, reasons: Readonly<Record<string, string>> = {}): never => {
  const { code = 'cannot be used' } = error as { code?: string }
  throw new A0sealError('ERR_USAGE', `${file}: ${reasons[code] ?? known[code] ?? code}`)
}

/** Writes, once the text is made, and closes. */
const writeThrough = async (handle: FileHandle, makeText: () => Promise<string>): Promise<void> => {
  try {
    await handle.chmod(mode) // whatever the umask
    await handle.writeFile(await makeText())
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** @throws ERR_USAGE naming the file and the system's code */
export const readKeyFile = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    return refuse(file, error)
  }
}

/** Windows has other permissions than these. */
export const isReadByOthers = async (file: string): Promise<boolean> =>
  process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0

/** Public keys are there to be read. */
const isPublic = (text: string): boolean =>
  text.includes('-----BEGIN') ? !text.includes('PRIVATE KEY') : describeKeySet(text.trim()).kind === 'public'

/** @throws ERR_USAGE also where others than its owner can read the file, unless its keys are public */
export const readPrivateFile = async (file: string): Promise<string> => {
  const text = await readKeyFile(file)
  if (!isPublic(text) && (await isReadByOthers(file)))
    throw new A0sealError(
      'ERR_USAGE',
      `${file}: others than its owner can read it: chmod 600, and rotate its keys if anybody did`
    )
  return text
}

/** Creates a file that only its owner can read. @throws ERR_USAGE where there is one: a lost key is lost data */
export const createKeyFile = async (file: string, text: string): Promise<void> => {
  const create = open(file, 'wx', mode)
  const handle = await create.catch(error => refuse(file, error, { EEXIST: 'is there, and stays as it is' }))
  await writeThrough(handle, async () => text)
}

/**
 * Replaces the text of a key file at once: whoever reads it, also after a crash, finds the old text or the new one. The
 * new text is written beside it first, under a name that only one process can have.
 *
 * @throws ERR_USAGE where another process is changing the file, and whatever `change` throws; the file is as it was then
 */
export const changeKeyFile = async (file: string, change: (text: string) => string): Promise<void> => {
  const target = await realpath(file).catch(error => refuse(file, error))
  const next = `${target}.next`
  const handle = await open(next, 'wx', mode).catch(error =>
    refuse(next, error, {
      EEXIST: `is there: somebody changes ${file}, or was interrupted; remove it if nobody does`
    })
  )
  try {
    await writeThrough(handle, async () => change(await readKeyFile(target)))
    await rename(next, target)
  } catch (error) {
    await unlink(next)
    throw error
  }
}
