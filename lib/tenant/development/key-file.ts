import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { type DevelopmentKeys, noKeys, publicSecret } from '../../builder/development-keys.js'
import { parseJson } from '../../core/auth0/json.js'
import { A0sealError } from '../../core/errors.js'
import type { JWK } from '../../core/jwe/generate.js'

const folderName = '.a0seal'

/** Where the development keys of a project are kept, or of a data file: beside it. */
export const keyFileFor = ({
  data,
  config
}: {
  data?: string | undefined
  config?: string | undefined
}): string =>
  data === undefined
    ? join(config === undefined ? '.' : dirname(config), folderName, 'development-keys.json')
    : `${data.replace(/\.json$/, '')}.keys.json`

/** By the name of its secret the text of it, or the private key of a recipient: the inspector takes the file as it is. */
const fileSchema = z.record(
  z.string(),
  z.union([z.string(), z.looseObject({ kty: z.string(), kid: z.string(), d: z.string() })])
)

const readKeys = async (file: string): Promise<DevelopmentKeys | undefined> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
  const entries = parseJson(text)
  if (!fileSchema.safeParse(entries).success)
    throw new A0sealError(
      'ERR_USAGE',
      `${file} holds no development keys: move it away, and new ones are made; what the old ones sealed stays shut`
    )
  const keys = structuredClone(noKeys)
  // As it was parsed, with the members of each key in their order: the secret is the same text at each start.
  for (const [name, entry] of Object.entries(entries as Record<string, string | JWK>)) {
    if (typeof entry !== 'string') keys.privateKeys[name] = entry
    keys.secrets[name] = typeof entry === 'string' ? entry : publicSecret(entry)
  }
  return keys
}

const textOf = ({ secrets, privateKeys }: DevelopmentKeys): string =>
  `${JSON.stringify({ ...secrets, ...privateKeys }, null, 2)}\n`

/** Whoever adds all files of a project to its history does not add these. */
export const ignoreFolder = async (folder: string): Promise<void> => {
  if (basename(resolve(folder)) !== folderName) return
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
}

/** @returns false where somebody else has made the file meanwhile: it is whole then, and stays as it is */
const createFile = async (file: string, text: string): Promise<boolean> => {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true })
  await ignoreFolder(folder)
  const next = `${file}.${randomBytes(8).toString('hex')}`
  try {
    await writeFile(next, text, { flag: 'wx', mode: 0o600 })
    await link(next, file)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(next, { force: true })
  }
}

/**
 * The keys of a file that only its owner can read, with what `complete` adds to them: it is kept there for the next start.
 *
 * @throws ERR_USAGE for a file that holds something else: it stays as it is
 */
export const keepKeys = async (
  file: string,
  complete: (known: DevelopmentKeys) => DevelopmentKeys
): Promise<DevelopmentKeys> => {
  const known = await readKeys(file)
  const keys = complete(known ?? noKeys)
  const text = textOf(keys)
  if (text === textOf(known ?? noKeys)) return keys
  if (known) await writeFileAtomic(file, text, { mode: 0o600 })
  else if (!(await createFile(file, text))) return keepKeys(file, complete)
  return keys
}
