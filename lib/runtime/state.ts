import { handlers } from './code/handlers.js'
import type { FlowState, RunRequest } from './types.js'

/** The state a run begins with: that of the suspended run, or a new one. */
export const startState = ({
  trigger = 'post-login',
  event,
  resume
}: Pick<RunRequest, 'event' | 'resume'> & Partial<Pick<RunRequest, 'trigger'>>): FlowState => {
  // A token exchange may have left metadata for this transaction already.
  const { metadata = {} } = (event.transaction ?? {}) as { metadata?: FlowState['transactionMetadata'] }
  const initial: FlowState = {
    position: { index: 0, handler: handlers[trigger].execute },
    claims: { idToken: {}, accessToken: {} },
    dropped: [],
    scopes: { added: [], removed: [] },
    transactionMetadata: metadata,
    recordedMethods: []
  }
  return resume ?? initial
}
