import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import vm from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import type { Answer, LoadData, ToLoad } from './load.js'

if (!parentPort) throw new Error('load-thread.js runs in a worker thread only')
const port = parentPort
const { actions, project } = workerData as LoadData
const projectRequire = createRequire(project)

/** In the place of a module of the tenant: whatever the top level does with it works. */
const standIn: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : standIn),
  apply: () => standIn,
  construct: () => standIn as object
})

const silent = Object.fromEntries(Object.keys(console).map(name => [name, () => undefined]))

/** A package that is not installed here. */
class MissingPackage extends Error {}

/** `require` as it would be at Auth0, with packages from where the project has them. */
const requireAsAtAuth0 = (path: string): unknown => {
  if (path.startsWith('actions:')) return standIn
  try {
    return projectRequire(path)
  } catch (error) {
    if ((error as { code?: unknown } | undefined)?.code !== 'MODULE_NOT_FOUND') throw error
    const name = /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path
    throw new MissingPackage(`${name} is not installed here: npm install ${name}`)
  }
}

/** Where and how it was thrown, without the message: that may hold anything. */
const describeThrown = (error: unknown, file: string): string => {
  if (error instanceof MissingPackage) return error.message
  const what = 'its top-level code throws'
  const why = ': at Auth0 nothing would get past it'
  if (!(error instanceof Error)) return `${what} what is no error${why}`
  const line = new RegExp(`${file}:(\\d+)`).exec(error.stack ?? '')?.[1]
  const kind = /^\w{1,40}$/.exec(error.constructor.name)?.[0] ?? 'Error'
  return `${what} ${kind}${line ? ` in line ${line} of code.js` : ''}${why}`
}

/** Compiled and loaded as Auth0 does it, it has at least one handler of its trigger, and each is a true async function. */
const load = ({ name, code, trigger, handlers }: ToLoad): Answer => {
  const module = { exports: {} as Record<string, unknown> }
  const filename = `${name}.code.js`
  try {
    const names = ['module', 'exports', 'require', 'console']
    vm.compileFunction(code, names, { filename })(module, module.exports, requireAsAtAuth0, silent)
  } catch (error) {
    return { fault: describeThrown(error, filename) }
  }
  const found = handlers.filter(handler => module.exports?.[handler] !== undefined)
  if (found.length === 0)
    return { fault: `exports none of ${handlers.join(', ')}, which Auth0 calls for ${trigger}` }
  const notAsync = found.find(handler => module.exports[handler]?.constructor.name !== 'AsyncFunction')
  return notAsync
    ? {
        fault: `${notAsync} is not an AsyncFunction, and Auth0 would not run it: write async (event, api) =>`
      }
    : {}
}

for (const action of actions) {
  const answer = load(action)
  // A rejection that nobody handles ends the thread first.
  await setImmediate()
  port.postMessage(answer)
}
