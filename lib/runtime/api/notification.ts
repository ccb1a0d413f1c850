import type { ActionContext } from './context.js'

const reasonMaxChars = 1024

/** `api.notification` of the custom e-mail and phone providers: the message was not sent. The last call counts. */
export const createNotification = ({ state }: Pick<ActionContext, 'state'>) => {
  const report = (action: 'drop' | 'retry', reason: unknown): void => {
    state.notification = { action, reason: String(reason).slice(0, reasonMaxChars) }
  }
  return {
    /** For good. */
    drop: (reason: string): void => report('drop', reason),
    /** Auth0 calls the Action again, up to five times in the next minutes. */
    retry: (reason: string): void => report('retry', reason)
  }
}
