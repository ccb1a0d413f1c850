import { parentPort, workerData } from 'node:worker_threads'
import type { CacheStore } from '../api/cache-store.js'
import type { TriggerId } from '../code/handlers.js'
import { type ActionInstance, createInstance } from '../code/load.js'
import { type Deadline, startDeadline } from '../deadline.js'
import { runRules } from '../rules/rules.js'
import { run } from '../run.js'
import type { RulesMessage, RunMessage, ThreadData, WorkerMessage } from './messages.js'
import { trustAuthority } from './trust.js'

if (!parentPort) throw new Error('worker.js runs in a worker thread only')
const port = parentPort
// What is printed past the console of an Action goes nowhere. A host that read it would be kept alive by it.
for (const stream of [process.stdout, process.stderr]) stream.destroy()
const { ca } = workerData as ThreadData
if (ca !== undefined) trustAuthority(ca)
const send = (message: WorkerMessage): void => port.postMessage(message)

type Action = RunMessage['actions'][number]

const sources = new Map<number, NonNullable<Action['source']>>()
const instances = new Map<string, ActionInstance>()
const caches = new Map<TriggerId, CacheStore>()
/** What Rules keep from run to run. */
const global: Record<string, unknown> = {}

const instanceOf = ({ instance, name, source }: Action, hasClock: boolean): ActionInstance => {
  if (source) sources.set(instance, source)
  const key = `${instance} ${hasClock}`
  const known = instances.get(key)
  if (known) return known
  const created = createInstance({ name, code: '', ...sources.get(instance) }, { hasClock })
  instances.set(key, created)
  return created
}

const cacheOf = (trigger: TriggerId): CacheStore => {
  const known = caches.get(trigger)
  if (known) return known
  const created: CacheStore = new Map()
  caches.set(trigger, created)
  return created
}

const runActions = async (
  { type: _, id: _id, actions, timeoutMs: _limit, settings, ...input }: RunMessage,
  deadline: Deadline
) => {
  const hasClock = settings.now !== undefined
  const loaded = actions.map(action => ({ ...action, instance: instanceOf(action, hasClock) }))
  const { now, ...rest } = settings
  const clock = now === undefined ? {} : { now: () => now }
  return run({ ...input, actions: loaded }, { ...rest, ...clock, cache: cacheOf(input.trigger), deadline })
}

/** True where timers, sockets or the like are active besides what this file itself waits for. */
const hasLeftovers = (): boolean => process.getActiveResourcesInfo().some(name => name !== 'MessagePort')

port.on('message', async (message: RunMessage | RulesMessage) => {
  const deadline = startDeadline(message.timeoutMs)
  const result =
    message.type === 'actions'
      ? await runActions(message, deadline)
      : await runRules(message.request, { deadline, global: message.request.global ?? global })
  deadline.clear()
  const endsLeftovers = message.type === 'rules' && message.endsLeftovers
  const isSpent = deadline.passed || (endsLeftovers && hasLeftovers())
  send({ type: 'done', id: message.id, result, isSpent })
})
send({ type: 'ready' })
