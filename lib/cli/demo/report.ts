export interface ReportLine {
  text: string
  /** Absent for a line that only tells. */
  ok?: boolean
}

export interface Report {
  sections: { title: string; lines: ReportLine[] }[]
  checks: number
  failed: number
}

/** Collects what the demo says; a text reader sees each line as soon as it is checked. */
export interface Reporter {
  section(title: string): void
  tell(text: string): void
  /** A line that is true or not. */
  check(text: string, ok: boolean): void
  report(): Report
}

const width = 100

export const createReporter = (printLine: (line: string) => void): Reporter => {
  const sections: Report['sections'] = []
  const add = (line: ReportLine) => {
    sections.at(-1)?.lines.push(line)
    if (line.ok === undefined) printLine(`   ${line.text}`)
    else printLine(`   ${line.text.padEnd(width)} ${line.ok ? 'ok' : 'FAILED'}`)
  }
  return {
    section(title) {
      sections.push({ title, lines: [] })
      printLine(`\n${title}`)
    },
    tell: text => add({ text }),
    check: (text, ok) => add({ text, ok }),
    report() {
      const checked = sections.flatMap(({ lines }) => lines).filter(({ ok }) => ok !== undefined)
      return { sections, checks: checked.length, failed: checked.filter(({ ok }) => !ok).length }
    }
  }
}
