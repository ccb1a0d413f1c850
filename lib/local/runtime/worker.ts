import { parentPort } from 'node:worker_threads'
import type { CacheStore } from './api/cache.js'
import { startDeadline } from './deadline.js'
import { type ActionInstance, createInstance } from './load.js'
import type { RunMessage, WorkerMessage } from './messages.js'
import { run } from './run.js'

if (!parentPort) throw new Error('worker.js runs in a worker thread only')
const port = parentPort
const send = (message: WorkerMessage): void => port.postMessage(message)

const instances = new Map<number, ActionInstance>()
const cache: CacheStore = new Map()

const instanceOf = ({ instance, name, code }: RunMessage['actions'][number]): ActionInstance => {
  const known = instances.get(instance)
  if (known) return known
  const created = createInstance({ name, code: code ?? '' })
  instances.set(instance, created)
  return created
}

port.on('message', async ({ id, actions, timeoutMs, ...input }: RunMessage) => {
  const loaded = actions.map(action => ({ ...action, instance: instanceOf(action) }))
  const deadline = startDeadline(timeoutMs)
  const result = await run({ ...input, actions: loaded }, { cache, deadline })
  deadline.clear()
  send({ type: 'done', id, result, isOverdue: deadline.passed })
})
send({ type: 'ready' })
