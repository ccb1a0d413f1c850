import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { handlersOf, type TriggerId } from '../../core/auth0/triggers.js'
import { refuse } from '../checks.js'

/** A built Action of one's own. */
export interface BuiltOwn {
  name: string
  /** Its source, relative to the policy's file. */
  file: string
  trigger: TriggerId
  /** As it is deployed. */
  code: string
}

export interface ToLoad extends BuiltOwn {
  /** Names of the handlers that Auth0 calls. */
  handlers: readonly string[]
}

/** What the thread starts with. */
export interface LoadData {
  actions: readonly ToLoad[]
  /** A file of the project, where its packages are. */
  project: string
}

/** What is wrong with an Action, if something is. The thread gives one for each, in their order. */
export interface Answer {
  fault?: string
}

/** For each Action, and the start of the thread. */
const deadlineMs = 5_000
const memoryMaxMb = 256

/** The answers, and how the thread came to its end: where there are fewer of them, with the first Action that has none. */
const answersOf = async (data: LoadData): Promise<{ answers: Answer[]; end: string }> => {
  const worker = new Worker(createRequire(import.meta.url).resolve('#own-load-thread'), {
    name: 'own-actions',
    env: {},
    workerData: data,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb }
  })
  const answers: Answer[] = []
  let end = 'ends'
  const deadline = setTimeout(() => {
    end = 'hangs'
    void worker.terminate()
  }, deadlineMs)
  worker.on('error', () => {
    end = 'fails'
  })
  worker.on('message', (answer: Answer) => {
    answers.push(answer)
    deadline.refresh()
    // What the top level left running, as a timer does, ends too.
    if (answers.length === data.actions.length) void worker.terminate()
  })
  await new Promise(resolve => worker.once('exit', resolve))
  clearTimeout(deadline)
  return { answers, end }
}

/**
 * Loads one's own Actions as Auth0 would, in a thread: an exit, a loop or an error there ends no build, and nothing of it is shown.
 * It is no sandbox: they are code of whoever builds, with the same rights.
 *
 * @param project a file of the project, where its packages are
 * @throws ERR_BUILD for the first that does not load, or lacks handlers
 */
export const loadOwn = async (own: readonly BuiltOwn[], project: string): Promise<void> => {
  if (own.length === 0) return
  const actions = own.map(({ name, file, trigger, code }) => ({
    ...{ name, file, trigger, code },
    handlers: handlersOf(trigger)
  }))
  const { answers, end } = await answersOf({ actions, project })
  for (const [index, action] of actions.entries()) {
    const { fault } = answers[index] ?? {
      fault: `${action.file} ${end} while it loads: at Auth0 nothing would get past it`
    }
    if (fault !== undefined) refuse(action, fault)
  }
}
