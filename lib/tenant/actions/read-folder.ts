import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import {
  actionMaxBytes,
  actionsPerTrigger,
  secretNameMaxChars,
  secretsPerAction,
  secretValueMaxChars
} from '../../core/auth0/limits.js'
import { A0sealError } from '../../core/errors.js'
import { own } from '../../core/policy/own.js'
import { checkCode } from '../../runtime/code/check-code.js'
import type { TriggerId } from '../../runtime/code/handlers.js'
import type { DeployedAction } from '../../runtime/types.js'
import { triggerIds } from './triggers.js'

/** A deployed Action and the trigger it is bound to, by default post-login. */
export type BoundAction = DeployedAction & { trigger?: TriggerId }

/** Secrets by Action name, `*` for all Actions, then by secret name. */
export type ActionSecrets = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Triggers this tenant does not know are passed over. */
const triggersFile = z.record(z.string(), z.array(z.object({ action_name: z.string() })))
const actionFile = z.object({
  name: z.string(),
  code: z.string(),
  secrets: z.array(z.object({ name: z.string(), value: z.string().default('') })).default([])
})

/** What an export has in the place of a value: nobody has set it here. */
const notShown = '_VALUE_NOT_SHOWN_'

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The parser quotes what it read, which may be a secret.
    throw new A0sealError(
      'ERR_USAGE',
      `${file} is not JSON: mend the file, or export it from the tenant again`
    )
  }
}

const readJson = async <T>(file: string, schema: z.ZodType<T>): Promise<T> => {
  const parsed = schema.safeParse(parse(file, await readFile(file, 'utf8')))
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new TypeError(`${file}: ${paths.join('; ')}`)
}

/** Where a path named by a file of the directory leads. A path that leaves the directory is refused. */
const inside = (directory: string, path: string): string => {
  const root = resolve(directory)
  const full = resolve(root, path)
  const way = relative(root, full)
  if (way.startsWith('..') || isAbsolute(way)) throw new TypeError(`${path} is outside of ${directory}`)
  return full
}

/** The name of an Action's file and folder, as auth0-deploy-cli makes it of the Action's name. */
const fileNameOf = (name: string): string => name.replace(/[/?<>\\:*|"]/g, '-')

/**
 * Where the code of an Action is: its path is relative to the directory. Earlier versions of auth0-deploy-cli wrote one from where
 * they were run (`./tenant/actions/<name>/code.js`), of a file at the same place of the directory as now.
 */
const codeFile = (directory: string, name: string, path: string): string => {
  const usual = `actions/${fileNameOf(name)}/code.js`
  const written = path.replaceAll('\\', '/')
  return inside(directory, `/${written}`.endsWith(`/${usual}`) ? usual : written)
}

const readAction = async (
  directory: string,
  name: string,
  { secrets, trigger }: { secrets: ActionSecrets; trigger: TriggerId }
): Promise<BoundAction> => {
  const file = await readJson(inside(directory, join('actions', `${fileNameOf(name)}.json`)), actionFile)
  const code = await readFile(codeFile(directory, name, file.code), 'utf8')
  // As a0deploy does: a keyword without a mapping is sent as it stands, and the Action gets the text `##NAME##`.
  const values = file.secrets.map(secret => [
    secret.name,
    own(own(secrets, name) ?? {}, secret.name) ??
      own(secrets['*'] ?? {}, secret.name) ??
      (secret.value === notShown ? '' : secret.value)
  ])
  return { name, code, secrets: Object.fromEntries(values) as Record<string, string>, trigger }
}

/** @throws ERR_USAGE for a folder that is no export to a directory */
const findTriggers = async (directory: string): Promise<string> => {
  const file = join(directory, 'triggers', 'triggers.json')
  if (existsSync(file)) return file
  const isYAML = (await readdir(directory).catch(() => [])).some(name => /\.ya?ml$/.test(name))
  throw new A0sealError(
    'ERR_USAGE',
    `${file} is not there: ${isYAML ? 'this is an export as YAML, ' : ''}name a folder of a0seal build, or of ` +
      'a0deploy export --format directory'
  )
}

/**
 * The Actions bound to any trigger, in the order of their bindings, read from a directory in the format of
 * auth0-deploy-cli (`triggers/triggers.json`, `actions/<name>.json`, code relative to the directory).
 *
 * @param options.elsewhere names of Actions that are bound and not in the directory: they are left out
 * @throws ERR_USAGE for a folder that is none, TypeError naming the file that is wrong
 */
export const readActions = async (
  directory: string,
  secrets: ActionSecrets = {},
  { elsewhere = [] }: { elsewhere?: readonly string[] } = {}
): Promise<BoundAction[]> => {
  const triggers = await readJson(await findTriggers(directory), triggersFile)
  return Promise.all(
    triggerIds.flatMap(trigger =>
      (triggers[trigger] ?? [])
        .filter(({ action_name }) => !elsewhere.includes(action_name))
        .map(({ action_name }) => readAction(directory, action_name, { secrets, trigger }))
    )
  )
}

/** @throws TypeError for an Action that Auth0 would not deploy or bind, naming Action and limit. */
export const assertDeployable = (actions: readonly BoundAction[]): void => {
  for (const trigger of triggerIds) {
    const count = actions.filter(action => (action.trigger ?? 'post-login') === trigger).length
    if (count > actionsPerTrigger) {
      throw new TypeError(`more than ${actionsPerTrigger} Actions are bound to ${trigger}`)
    }
  }
  for (const { name, code, secrets } of actions) {
    const entries = Object.entries(secrets)
    const problems = [
      Buffer.byteLength(code) > actionMaxBytes && `code above ${actionMaxBytes} bytes`,
      checkCode(code) !== undefined && 'code that does not parse',
      entries.length > secretsPerAction && `more than ${secretsPerAction} secrets`,
      entries.some(([key]) => key.length > secretNameMaxChars) && 'a secret name is too long',
      entries.some(([, value]) => value.length > secretValueMaxChars) && 'a secret value is too long'
    ].filter(problem => problem !== false)
    if (problems.length > 0) throw new TypeError(`Action ${name}: ${problems.join(', ')}`)
  }
}
