import type { Management, ManagementClient } from 'auth0'
import { request, TenantError } from './tenant-error.js'

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

type SeenContent = Pick<Management.Action, 'code' | 'runtime' | 'dependencies' | 'secrets' | 'modules'>

/** What the API leaves out is taken for empty: it shows an Action that was bought without its code. */
const contentOf = ({ code, runtime, dependencies, secrets, modules }: SeenContent): ActionContent => ({
  code: code ?? '',
  runtime: runtime ?? '',
  dependencies: Object.fromEntries(
    (dependencies ?? []).map(({ name = '', version = '' }) => [name, version])
  ),
  modules: Object.fromEntries(
    (modules ?? []).map(({ module_name = '', module_version_number = 0 }) => [
      module_name,
      module_version_number
    ])
  ),
  secrets: (secrets ?? []).map(({ name = '', updated_at }) => ({
    name,
    ...(updated_at !== undefined && { updatedAt: String(updated_at) })
  }))
})

const versionOf = (version: Management.ActionVersion): ActionVersion => ({
  ...contentOf(version),
  id: version.id ?? '',
  number: version.number ?? 0,
  createdAt: String(version.created_at ?? '')
})

const actionOf = (action: Management.Action): Action => ({
  id: action.id ?? '',
  name: action.name ?? '',
  trigger: action.supported_triggers?.[0]?.id ?? '',
  status: action.status ?? '',
  draft: contentOf(action),
  ...(action.deployed_version && { deployed: versionOf(action.deployed_version) })
})

/** An Action as it is now. @throws TenantError */
export const getAction = async (client: ManagementClient, id: string): Promise<Action> => {
  const what = `GET /actions/actions/${id}`
  const found = actionOf(await request({ what, scopes }, () => client.actions.get(id)))
  // The SDK hands on a page of a proxy as if it were an answer.
  if (found.id !== id) throw new TenantError(`${what}: the answer is no Action`)
  return found
}

/** All Actions of the tenant. @throws TenantError */
export const listActions = (client: ManagementClient): Promise<Action[]> =>
  request({ what: 'GET /actions/actions', scopes }, async () => {
    const found: Action[] = []
    for await (const action of await client.actions.list({ page: 0, per_page: perPage }))
      found.push(actionOf(action))
    return found
  })

/** The versions of an Action that are kept, newest first. @throws TenantError */
export const listVersions = async (client: ManagementClient, id: string): Promise<ActionVersion[]> => {
  const what = `GET /actions/actions/${id}/versions`
  const found = await request({ what, scopes }, async () => {
    const versions: ActionVersion[] = []
    for await (const version of await client.actions.versions.list(id, { page: 0, per_page: perPage }))
      versions.push(versionOf(version))
    return versions
  })
  return found.sort((one, other) => other.number - one.number)
}
