import type { ApiOf } from '../runtime/api/triggers.js'
import type { TriggerId } from '../runtime/code/handlers.js'
import type { EventOf } from './events/fixtures.js'

/**
 * What an Action exports, for type checking:
 * `/** @type {import('a0seal/testing').ActionHandler<'post-login'>} *\/ exports.onExecutePostLogin = async (event, api) => {…}`
 */
export type ActionHandler<Trigger extends TriggerId = 'post-login'> = (
  event: EventOf<Trigger>,
  api: ApiOf<Trigger>
) => Promise<void>
