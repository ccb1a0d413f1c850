import type { Clock } from '../admin/clock.js'
import { printable } from './printable.js'

/** As much of a stream as a command writes to. */
export interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** What a command gets of the process it runs in, or of a test. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>
  stdout: Output
  stderr: Output
  stdin: NodeJS.ReadableStream
  /** What asks tenants, and waits for them; default the global one, and the system's clock. */
  fetch?: typeof fetch
  clock?: Clock
}

/** Standard output is for results; what goes wrong is on standard error. */
export interface Terminal extends Surroundings {
  /** Lines, with what a terminal would obey written out. */
  printLine(line: string): void
  printJson(value: unknown): void
  /** One line on standard error. */
  warn(line: string): void
  /** 0 unless the command sets it. 1: it found something, or did not do all; 3: it was interrupted, and is to be run again. */
  exitCode: 0 | 1 | 3
}

export const createTerminal = (surroundings: Surroundings): Terminal => {
  const printLine = (line: string) => {
    surroundings.stdout.write(`${printable(line)}\n`)
  }
  return {
    ...surroundings,
    printLine,
    printJson: value => printLine(JSON.stringify(value)),
    warn(line) {
      surroundings.stderr.write(`a0seal: ${printable(line)}\n`)
    },
    exitCode: 0
  }
}
