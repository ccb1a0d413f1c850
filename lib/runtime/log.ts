import { AsyncLocalStorage } from 'node:async_hooks'
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { logMaxChars } from '../core/auth0/limits.js'

/** What one execution of one Action has printed so far. */
export interface Log {
  text: string
  /** Default 256. */
  maxChars?: number
}

const current = new AsyncLocalStorage<Log>()

const intoCurrentLog = new Writable({
  decodeStrings: false,
  write(chunk: string, _encoding, done) {
    const log = current.getStore()
    const maxChars = log?.maxChars ?? logMaxChars
    if (log && log.text.length < maxChars) log.text = (log.text + chunk).slice(0, maxChars)
    done()
  }
})

/**
 * The console every Action is given. One object for all of them, since Auth0 injects it once per instance: the log it
 * writes to is that of the execution it is called in.
 */
export const actionConsole = new Console({ stdout: intoCurrentLog, stderr: intoCurrentLog, colorMode: false })

/** Calls `execute` with the console writing to `log`, through everything it awaits. */
export const withLog = <Result>(log: Log, execute: () => Result): Result => current.run(log, execute)
