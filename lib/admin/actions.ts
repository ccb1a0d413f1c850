import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { readList } from './answer/list.js'
import { badAnswer, read } from './answer/shape.js'

/** A secret as the API shows it: never its value. */
export interface SecretFacts {
  name: string
  /** ISO 8601. */
  updatedAt?: string
}

/** What a version is made of, and the draft too. */
export interface ActionContent {
  code: string
  runtime: string
  /** npm packages: name → version. */
  dependencies: Record<string, string>
  /** Modules of the tenant: name → version. */
  modules: Record<string, number>
  secrets: SecretFacts[]
}

/** A state of an Action that was deployed. It never changes. */
export interface ActionVersion extends ActionContent {
  id: string
  number: number
  /** ISO 8601. */
  createdAt: string
}

/** An Action of the tenant: its draft, and what runs. */
export interface Action {
  id: string
  name: string
  trigger: string
  /** Of the draft's build: `pending`, `building`, `packaged`, `built`, `retrying` or `failed`. */
  status: string
  draft: ActionContent
  /** The version that runs; absent where none was deployed. */
  deployed?: ActionVersion
}

const scopes = ['read:actions']
const perPage = 50

const seenContent = z.object({
  code: z.string().nullish(),
  runtime: z.string().nullish(),
  dependencies: z.array(z.object({ name: z.string(), version: z.string() })).nullish(),
  modules: z.array(z.object({ module_name: z.string(), module_version_number: z.number() })).nullish(),
  secrets: z.array(z.object({ name: z.string(), updated_at: z.string().nullish() })).nullish()
})
const seenVersion = seenContent.extend({
  id: z.string().nullish(),
  number: z.number().nullish(),
  created_at: z.string().nullish()
})
const seenAction = seenContent.extend({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  supported_triggers: z.array(z.object({ id: z.string() })).nullish(),
  deployed_version: seenVersion.nullish()
})

/** What the API leaves out is taken for empty: it shows an Action that was bought without its code. */
const contentOf = ({
  code,
  runtime,
  dependencies,
  secrets,
  modules
}: z.infer<typeof seenContent>): ActionContent => ({
  code: code ?? '',
  runtime: runtime ?? '',
  dependencies: Object.fromEntries((dependencies ?? []).map(({ name, version }) => [name, version])),
  modules: Object.fromEntries(
    (modules ?? []).map(({ module_name, module_version_number }) => [module_name, module_version_number])
  ),
  secrets: (secrets ?? []).map(({ name, updated_at }) => ({
    name,
    ...(typeof updated_at === 'string' && { updatedAt: updated_at })
  }))
})

const versionOf = (version: z.infer<typeof seenVersion>): ActionVersion => ({
  ...contentOf(version),
  id: version.id ?? '',
  number: version.number ?? 0,
  createdAt: version.created_at ?? ''
})

const actionOf = (action: z.infer<typeof seenAction>): Action => ({
  id: action.id,
  name: action.name,
  trigger: action.supported_triggers?.[0]?.id ?? '',
  status: action.status ?? '',
  draft: contentOf(action),
  ...(action.deployed_version && { deployed: versionOf(action.deployed_version) })
})

/** An Action as it is now. @throws TenantError */
export const getAction = async (client: ManagementClient, id: string): Promise<Action> => {
  const call = { what: `GET /actions/actions/${id}`, scopes }
  const found = actionOf(await read(call, seenAction, () => client.actions.get(id)))
  if (found.id !== id) throw badAnswer(call, 'the answer is another Action')
  return found
}

const actionList = { member: 'actions', item: seenAction, idOf: ({ id }: z.infer<typeof seenAction>) => id }

/** All Actions of the tenant. @throws TenantError */
export const listActions = async (client: ManagementClient): Promise<Action[]> => {
  const call = { what: 'GET /actions/actions', scopes }
  const query = { page: 0, per_page: perPage }
  return (await readList(call, actionList, () => client.actions.list(query))).map(actionOf)
}

const keptVersion = seenVersion.extend({ id: z.string() })
const versionList = {
  member: 'versions',
  item: keptVersion,
  idOf: ({ id }: z.infer<typeof keptVersion>) => id
}

/** The versions of an Action that are kept, newest first. @throws TenantError */
export const listVersions = async (client: ManagementClient, id: string): Promise<ActionVersion[]> => {
  const call = { what: `GET /actions/actions/${id}/versions`, scopes }
  const query = { page: 0, per_page: perPage }
  const found = await readList(call, versionList, () => client.actions.versions.list(id, query))
  return found.map(versionOf).sort((one, other) => other.number - one.number)
}
