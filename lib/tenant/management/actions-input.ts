import { z } from 'zod'
import {
  actionMaxBytes,
  secretNameMaxChars,
  secretsPerAction,
  secretValueMaxChars
} from '../../core/auth0/limits.js'
import { currentVersion, runtimes, triggerIds } from '../actions/triggers.js'

const dependenciesMax = 10
const modulesMax = 3

const hasOneOfEach = (items: readonly { name: string }[]): boolean =>
  new Set(items.map(({ name }) => name)).size === items.length

export const code = z
  .string()
  .refine(text => Buffer.byteLength(text) <= actionMaxBytes, `More than ${actionMaxBytes} bytes`)

export const secrets = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(secretNameMaxChars),
      value: z.string().max(secretValueMaxChars).optional()
    })
  )
  .max(secretsPerAction)
  .refine(hasOneOfEach, 'A name is there twice')

export const dependencies = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      version: z.string().min(1),
      registry_url: z.string().optional()
    })
  )
  .max(dependenciesMax)
  .refine(hasOneOfEach, 'A name is there twice')

const moduleReference = z.strictObject({
  module_id: z.string(),
  module_version_id: z.string(),
  // Ids are what counts; auth0-deploy-cli sends both.
  module_name: z.string().optional(),
  module_version_number: z.number().optional()
})

const versionNumber = (version: string): number => Number(/^v(\d)$/.exec(version)?.[1])

const trigger = z
  .object({ id: z.enum(triggerIds), version: z.string().optional() })
  .transform(({ id, version = currentVersion(id) }) => ({ id, version }))
  .refine(({ id, version }) => versionNumber(version) <= versionNumber(currentVersion(id)), {
    path: ['version'],
    message: 'No such version'
  })

const fields = {
  name: z.string().min(1),
  supported_triggers: z.tuple([trigger], 'Expected exactly one trigger'),
  code,
  runtime: z.enum(runtimes),
  dependencies,
  secrets,
  modules: z.array(moduleReference).max(modulesMax)
}

export const createBody = z.strictObject({
  ...fields,
  code: code.default('module.exports = () => {}'),
  runtime: fields.runtime.default('node22'),
  dependencies: dependencies.default([]),
  secrets: secrets.default([]),
  modules: fields.modules.default([]),
  deploy: z.boolean().default(false)
})

export const patchBody = z.strictObject(fields).partial()
