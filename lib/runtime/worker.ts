import { parentPort } from 'node:worker_threads'
import type { CacheStore } from './api/cache.js'
import { startDeadline } from './deadline.js'
import type { TriggerId } from './handlers.js'
import { type ActionInstance, createInstance } from './load.js'
import type { RunMessage, WorkerMessage } from './messages.js'
import { run } from './run.js'

if (!parentPort) throw new Error('worker.js runs in a worker thread only')
const port = parentPort
const send = (message: WorkerMessage): void => port.postMessage(message)

type Action = RunMessage['actions'][number]

const sources = new Map<number, NonNullable<Action['source']>>()
const instances = new Map<string, ActionInstance>()
const caches = new Map<TriggerId, CacheStore>()

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

port.on('message', async ({ id, actions, timeoutMs, settings, ...input }: RunMessage) => {
  const hasClock = settings.now !== undefined
  const loaded = actions.map(action => ({ ...action, instance: instanceOf(action, hasClock) }))
  const deadline = startDeadline(timeoutMs)
  const { now, ...rest } = settings
  const clock = now === undefined ? {} : { now: () => now }
  const options = { ...rest, ...clock, cache: cacheOf(input.trigger), deadline }
  const result = await run({ ...input, actions: loaded }, options)
  deadline.clear()
  send({ type: 'done', id, result, isOverdue: deadline.passed })
})
send({ type: 'ready' })
