import { access, constants, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { A0sealError } from '../../core/errors.js'
import type { ActionsData } from '../actions/store.js'
import { currentData, type TenantData } from './tenant-data.js'

const format = 'a0seal-tenant/1'
const envelope = z.object({
  format: z.literal(format),
  tenant: z.string(),
  data: z.object({
    seeded: z.array(z.string()),
    key: z.looseObject({ kid: z.string() }),
    cookieKey: z.string(),
    users: z.array(z.looseObject({ user_id: z.string() })),
    actions: z.looseObject({})
  })
})

/** What a write that was killed leaves behind: the file's name and a number. */
const removeLeftovers = async (file: string): Promise<void> => {
  const directory = dirname(resolve(file))
  const begin = `${basename(file)}.`
  for (const name of await readdir(directory)) {
    const isLeftover = name.startsWith(begin) && /^\d{5,10}$/.test(name.slice(begin.length))
    if (isLeftover) await rm(join(directory, name))
  }
}

/** @throws ERR_USAGE where nothing could be kept: not at the first login, when somebody counts on it */
export const assertDataFolder = async (file: string): Promise<void> => {
  const folder = dirname(resolve(file))
  try {
    await access(folder, constants.W_OK)
  } catch {
    throw new A0sealError(
      'ERR_USAGE',
      `the data file ${file} cannot be written: ${folder} is not there, or not writable; make the folder first`
    )
  }
}

/**
 * The state kept in a data file; undefined where there is no such file.
 *
 * @throws ERR_USAGE where its folder is missing; TypeError for a file that is something else, or another tenant's. It is left as it is.
 */
export const readData = async (file: string, tenant: string): Promise<TenantData | undefined> => {
  let text: string
  await assertDataFolder(file)
  try {
    await removeLeftovers(file)
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
  const { success, data: kept } = envelope.safeParse(parse(text))
  if (!success) throw new TypeError(`${file} holds no state of a tenant`)
  if (kept.tenant !== tenant) throw new TypeError(`${file} is of the tenant ${kept.tenant}, not ${tenant}`)
  return currentData((JSON.parse(text) as { data: TenantData }).data)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes the state to its file, soon after it may have changed. */
export interface Saver {
  changed(): void
  /** Writes what there is and then nothing any more: the next tenant may be using the file. */
  close(): Promise<void>
}

const delayMs = 20
/** Of the time, at most a tenth goes into writing. */
const restPerWrite = 9

/**
 * One write at a time, whole files only: one that is killed leaves the file as it was. Only its owner may read it, since
 * it holds the signing key, secrets and tokens.
 */
export const createSaver = (
  file: string,
  { tenant, read, failed }: { tenant: string; read: () => TenantData; failed: (error: Error) => void }
): Saver => {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let written = ''
  let nextDelayMs = delayMs
  let isClosed = false

  const write = async () => {
    const text = JSON.stringify({ format, tenant, data: read() })
    if (text === written) return
    const start = performance.now()
    await writeFileAtomic(file, text, { mode: 0o600 })
    nextDelayMs = Math.max(delayMs, (performance.now() - start) * restPerWrite)
    written = text
  }
  const queue = () => {
    timer = undefined
    writing = writing.then(write).catch(failed)
  }

  return {
    changed() {
      if (!isClosed) timer ??= setTimeout(queue, nextDelayMs)
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      queue()
      await writing
    }
  }
}

/** Secrets of the Actions in a data file, by Action and name: what opens the values sealed in it. */
export const readSecrets = async (
  file: string
): Promise<Record<string, Record<string, string>> | undefined> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return undefined
  }
  const { success, data: kept } = envelope.safeParse(parse(text))
  const actions = success ? (kept.data.actions as Partial<ActionsData>).actions : undefined
  return (
    actions &&
    Object.fromEntries(
      actions.map(({ name, secrets }) => [
        name,
        Object.fromEntries(secrets.map(secret => [secret.name, secret.value]))
      ])
    )
  )
}
