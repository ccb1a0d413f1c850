import { AsyncLocalStorage } from 'node:async_hooks'

/** Milliseconds since 1970. */
export type Clock = () => number

const current = new AsyncLocalStorage<Clock>()
const now: Clock = () => (current.getStore() ?? Date.now)()

/**
 * A `Date` that tells the time of the execution it is used in. Everything else about it is the real one's: what it makes
 * are real dates, and dates made elsewhere are instances of it.
 */
export const actionDate: DateConstructor = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  apply: () => new Date(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key))
})

/** Calls `execute` with `actionDate` telling the time of `clock`, through everything it awaits. */
export const withClock = <Result>(clock: Clock, execute: () => Result): Result => current.run(clock, execute)
