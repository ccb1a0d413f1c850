import { compileFunction } from 'node:vm'
import { actionDate } from '../clock.js'

/** How CommonJS text is run. */
export interface CompileOptions {
  /** Shown in stack traces. */
  filename: string
  /** What is in scope of the text besides the globals, `module` and `exports`. */
  scope: Record<string, unknown>
  /** Gives the text a `Date` that tells the time of its run. */
  hasClock: boolean
}

const bodiesMax = 64
/** Compiled texts: what differs between two instances of one text is made when its body is called. */
const bodies = new Map<string, Body>()

type Body = (...scope: unknown[]) => unknown

/**
 * From Node 22 on V8 answers with what anybody compiled before from the same text, parameters and file name, and never asks
 * whether it was made to see the `Date` of `contextExtensions`. With a last line of its own a text is only ever ours.
 */
const ownMark = (hasClock: boolean): string => `\n// run by a0seal${hasClock ? ', with a clock' : ''}`

const compile = (code: string, { filename, scope, hasClock }: CompileOptions): Body => {
  const names = ['module', 'exports', ...Object.keys(scope)]
  const key = JSON.stringify([filename, names, hasClock]) + code
  const known = bodies.get(key)
  if (known) return known
  // The Date is no parameter: the text may declare one of its own.
  const contextExtensions = hasClock ? [{ Date: actionDate }] : []
  const body = compileFunction(code + ownMark(hasClock), names, { filename, contextExtensions }) as Body
  if (bodies.size >= bodiesMax) bodies.clear()
  bodies.set(key, body)
  return body
}

/** Runs CommonJS text as the body of a function and returns its module, so that later exports are seen too. */
export const runText = (code: string, options: CompileOptions): { exports: unknown } => {
  const module: { exports: unknown } = { exports: {} }
  compile(code, options)(module, module.exports, ...Object.values(options.scope))
  return module
}

/** Calls `load` once; what it returned or threw is returned or thrown at every call. */
export const once = <Value>(load: () => Value): (() => Value) => {
  let outcome: { value: Value } | { thrown: unknown } | undefined
  return () => {
    if (!outcome) {
      try {
        outcome = { value: load() }
      } catch (thrown) {
        outcome = { thrown }
      }
    }
    if ('thrown' in outcome) throw outcome.thrown
    return outcome.value
  }
}
