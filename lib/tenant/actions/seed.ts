import { replaceSecrets } from './content.js'
import type { BoundAction } from './read-folder.js'
import { type ActionStore, type Binding, isDeployed } from './store.js'

/**
 * Deploys the Actions a tenant is started with, and binds those that are new behind the ones that are bound. One that is
 * not new gets the code and secrets it has now and keeps its place; if it was deleted since, it stays so.
 */
export const seedActions = (
  store: ActionStore,
  actions: readonly BoundAction[],
  { isNew, now }: { isNew: (name: string) => boolean; now: Date }
): void => {
  for (const { trigger = 'post-login', ...given } of actions) {
    const known = store.data.actions.find(({ name }) => name === given.name)
    if (known) {
      const secrets = Object.entries(given.secrets).map(([name, value]) => ({ name, value }))
      store.patch(known, { code: given.code, secrets: replaceSecrets(known.secrets, secrets, now) })
      known.built_at = now.toISOString()
      if (!isDeployed(known)) store.deploy(known)
    } else if (isNew(given.name)) store.seed(trigger, [given])
  }
}

/**
 * Puts Actions that were built anew in the place of those that were built before: the next run of a trigger takes them, in this
 * order. Others that are bound stay, behind them.
 *
 * @param options.before names of what was built before: what is no longer built is removed
 */
export const replaceActions = (
  store: ActionStore,
  actions: readonly BoundAction[],
  { before, now }: { before: ReadonlySet<string>; now: Date }
): void => {
  const triggerOf = new Map(actions.map(({ name, trigger = 'post-login' }) => [name, trigger]))
  const gone = store.data.actions.filter(
    ({ name, supported_triggers: [{ id }] }) => before.has(name) && triggerOf.get(name) !== id
  )
  for (const action of gone) store.remove(action)
  const hasMoved = (moved: string) => gone.some(({ name }) => name === moved)
  seedActions(store, actions, { isNew: name => !before.has(name) || hasMoved(name), now })

  const places = new Map(actions.map(({ name }, index) => [name, index]))
  const nameOf = ({ actionId }: Binding) => store.data.actions.find(({ id }) => id === actionId)?.name ?? ''
  const placeOf = (binding: Binding) => places.get(nameOf(binding)) ?? actions.length
  for (const bindings of Object.values(store.data.bindings))
    bindings.sort((one, other) => placeOf(one) - placeOf(other))
}
