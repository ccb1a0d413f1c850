import { handlers, type TriggerId } from '../../core/auth0/triggers.js'

export { handlers, type TriggerId }

type Handlers = (typeof handlers)[TriggerId]
type ResumeName = Extract<Handlers, { resume: string }>['resume']
export type HandlerName = Handlers['execute'] | ResumeName

/** The handler that is called when the browser is back; of a trigger that cannot be suspended, its only one. */
export const resumeHandler = (trigger: TriggerId): HandlerName => {
  const names: { execute: HandlerName; resume?: HandlerName } = handlers[trigger]
  return names.resume ?? names.execute
}
