import { describe, expect, it } from 'vitest'
import { describeShown } from '../../lib/cli/deny-list-report.js'
import { printable, printableLine } from '../../lib/cli/printable.js'
import { createTerminal } from '../../lib/cli/terminal.js'

const hostile = 'x\u001b[2J\u202e\u2028y'
const harmless = 'x\\u001b[2J\\u202e\\u2028y'

describe('what is printed', () => {
  it('has nothing in it that a terminal would obey', () => {
    expect(printableLine(hostile)).toBe(harmless)
    expect(printable(`${hostile}\n\tz`)).toBe(`${harmless}\n\tz`)
    expect(printable('Größe 身長 🙂')).toBe('Größe 身長 🙂')
  })

  it('is written out by the terminal of every command', () => {
    const written: string[] = []
    const output = { write: (text: string) => written.push(text) }
    const terminal = createTerminal({ env: {}, stdout: output, stderr: output, stdin: process.stdin })
    terminal.printLine(hostile)
    terminal.warn(hostile)
    terminal.note(hostile)
    terminal.stdout.write(hostile)
    terminal.stderr.write(hostile)
    expect(written).toEqual([`${harmless}\n`, `a0seal: ${harmless}\n`, `${harmless}\n`, harmless, harmless])
  })

  it('is written over on a terminal only, and no name does it', () => {
    const written: string[] = []
    const stderr = { isTTY: true, write: (text: string) => written.push(text) }
    const terminalOf = (isTTY: boolean) =>
      createTerminal({ env: {}, stdout: stderr, stderr: { ...stderr, isTTY }, stdin: process.stdin })
    terminalOf(false).progress('1/2', { isLast: false })
    terminalOf(true).progress('1/2', { isLast: false })
    terminalOf(true).progress('x\r2/2', { isLast: true })
    expect(written).toEqual(['\r1/2', '\rx\\u000d2/2\n'])
  })

  it('is no line of its own where a name in a deny list has a line break', () => {
    const text = describeShown([
      { name: 'acme', strategy: 'oidc', id: 'con_1', denyList: ['a\nFAKE: in step'], problems: [] }
    ])
    expect(text.split('\n')).toEqual(['acme (oidc, con_1)', '  a\\u000aFAKE: in step'])
  })
})
