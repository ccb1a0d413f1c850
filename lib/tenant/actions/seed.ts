import { replaceSecrets } from './content.js'
import type { BoundAction } from './read-folder.js'
import { type ActionStore, isDeployed } from './store.js'

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
