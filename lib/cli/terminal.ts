import type { Clock } from '../admin/clock.js'
import { printable, printableLine } from './printable.js'

/** As much of a stream as a command writes to. */
export interface Output {
  isTTY?: boolean | undefined
  columns?: number | undefined
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

/** Standard output is for results; what goes wrong is on standard error. Both write out whatever a terminal would obey. */
export interface Terminal extends Surroundings {
  /** Lines, with what a terminal would obey written out. */
  printLine(line: string): void
  printJson(value: unknown): void
  /** One line on standard error. */
  warn(line: string): void
  /** Lines on standard error of how it goes. */
  note(lines: string): void
  /** A line on standard error that the next one is written over: on a terminal only. */
  progress(line: string, options: { isLast: boolean }): void
  /** 0 unless the command sets it. 1: it found something, or did not do all; 3: it was interrupted, and is to be run again. */
  exitCode: 0 | 1 | 3
}

const guarded = (output: Output): Output => ({
  get isTTY() {
    return output.isTTY
  },
  get columns() {
    return output.columns
  },
  write: text => output.write(printable(text))
})

export const createTerminal = (surroundings: Surroundings): Terminal => {
  const [stdout, stderr] = [guarded(surroundings.stdout), guarded(surroundings.stderr)]
  const printLine = (line: string) => {
    stdout.write(`${line}\n`)
  }
  return {
    ...surroundings,
    stdout,
    stderr,
    printLine,
    printJson: value => printLine(JSON.stringify(value)),
    warn(line) {
      stderr.write(`a0seal: ${line}\n`)
    },
    note(lines) {
      stderr.write(`${lines}\n`)
    },
    progress(line, { isLast }) {
      if (stderr.isTTY) surroundings.stderr.write(`\r${printableLine(line)}${isLast ? '\n' : ''}`)
    },
    exitCode: 0
  }
}
