import { isDeepStrictEqual } from 'node:util'
import { currentVersion } from '../../core/auth0/triggers.js'
import { type Action, getAction, listActions } from '../actions.js'
import { TenantError } from '../tenant-error.js'
import { writeOnce } from '../write.js'
import { ChangedMeanwhile, checkInterrupted, type DeployContext } from './context.js'
import { type ActionPlan, isAsWanted } from './plan-action.js'
import type { WantedAction } from './wanted.js'

/** How often, and how often at most, is looked whether a build or a deploy is done. */
const pollMs = 1000
const maxPolls = 120

/** All that a version is made of: a PATCH replaces the secrets as a set. */
const contentOf = (wanted: WantedAction, { values, modules }: DeployContext) => {
  const references = Object.entries(wanted.modules).map(([name, version]) => ({
    ...modules.get(`${name}@${version}`)
  }))
  return {
    code: wanted.code,
    runtime: wanted.runtime,
    dependencies: Object.entries(wanted.dependencies).map(([name, version]) => ({ name, version })),
    secrets: Object.keys(wanted.secrets).map(name => ({ name, value: values[name] ?? '' })),
    ...(references.length > 0 && { modules: references })
  }
}

const findByName = async ({ client }: DeployContext, wanted: WantedAction): Promise<Action | undefined> =>
  (await listActions(client)).find(({ name }) => name === wanted.name)

const create = async (wanted: WantedAction, context: DeployContext): Promise<string> => {
  const content = contentOf(wanted, context)
  const supported_triggers = [{ id: wanted.trigger, version: currentVersion(wanted.trigger) }]
  if (await findByName(context, wanted))
    throw new ChangedMeanwhile(`somebody created ${wanted.name} meanwhile`)
  await writeOnce(
    { what: 'POST /actions/actions', scopes: ['create:actions'] },
    () => context.client.actions.create({ name: wanted.name, supported_triggers, ...content }),
    { ...context, isDone: async () => (await findByName(context, wanted)) !== undefined }
  )
  const created = await findByName(context, wanted)
  if (!created) throw new TenantError(`${wanted.name} was created, and is not there`)
  return created.id
}

const change = async (action: Action, wanted: WantedAction, context: DeployContext): Promise<void> => {
  const { client } = context
  const { id } = action
  if (!isDeepStrictEqual(await getAction(client, id), action))
    throw new ChangedMeanwhile(`somebody changed ${wanted.name} meanwhile`)
  const content = contentOf(wanted, context)
  await writeOnce(
    { what: `PATCH /actions/actions/${id}`, scopes: ['update:actions'] },
    () => client.actions.update(id, content),
    {
      ...context,
      // Code and secrets go together: where the code is new, so are they. Where only they are, nothing tells.
      isDone: async () =>
        !isAsWanted(action.draft, wanted) && isAsWanted((await getAction(client, id)).draft, wanted)
    }
  )
}

/** Reads the Action until it is as it must be. @throws TenantError where it never is, Interrupted */
const until = async (
  id: string,
  context: DeployContext,
  { is, otherwise }: { is: (action: Action) => boolean; otherwise: (action: Action) => string }
): Promise<Action> => {
  const { client, clock, interruption } = context
  for (let polls = 1; ; polls += 1) {
    const action = await getAction(client, id)
    if (is(action)) return action
    if (polls === maxPolls || action.status === 'failed')
      throw new TenantError(`${action.name}: ${otherwise(action)}`)
    checkInterrupted(context)
    await clock.sleep(pollMs, interruption?.signal)
  }
}

/** Deploys the draft, once it is built and reads back as it was sent. */
const deployDraft = async (id: string, wanted: WantedAction, context: DeployContext): Promise<Action> => {
  const { client } = context
  const built = await until(id, context, {
    is: ({ status }) => status === 'built',
    otherwise: ({ status }) => `its build is ${status}: look at it in the dashboard`
  })
  if (!isAsWanted(built.draft, wanted))
    throw new ChangedMeanwhile(`somebody changed ${wanted.name} meanwhile`)
  const before = built.deployed?.id
  const runs = ({ deployed }: Action) => deployed !== undefined && isAsWanted(deployed, wanted)
  await writeOnce(
    { what: `POST /actions/actions/${id}/deploy`, scopes: ['create:actions'] },
    () => client.actions.deploy(id),
    {
      ...context,
      isDone: async () => {
        const now = await getAction(client, id)
        return now.deployed?.id !== before && runs(now)
      }
    }
  )
  return until(id, context, { is: runs, otherwise: () => 'what was deployed does not read back: look at it' })
}

/**
 * Brings one Action in step: what runs is the old version or, all of it, the new one.
 *
 * @throws ChangedMeanwhile where it is not what the plan was made from, Interrupted, TenantError
 */
export const deployAction = async (
  { wanted, action, change: kind }: ActionPlan,
  context: DeployContext
): Promise<void> => {
  if (kind === 'same') return
  checkInterrupted(context)
  let id = action?.id
  if (action) await change(action, wanted, context)
  else id = await create(wanted, context)
  checkInterrupted(context)
  const { deployed } = await deployDraft(id ?? '', wanted, context)
  context.onStep?.(`${wanted.name}: version ${deployed?.number} is deployed`)
}
