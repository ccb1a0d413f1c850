/** What became of the cases of one published file. Only what our own code was shown to do counts as passed. */
export interface Tally {
  file: string
  /** What of our code the passed cases went through. */
  through: string
  passed: number
  /** Shown to hold for Node's crypto below our code, or for what our code is compared with; nothing more. */
  environment: number
  /** Reason → number of cases. */
  notApplicable: Map<string, number>
  failed: string[]
}

export const createTally = (file: string, through: string) => {
  const tally: Tally = { file, through, passed: 0, environment: 0, notApplicable: new Map(), failed: [] }
  const fail = (id: number | string, error: unknown) =>
    tally.failed.push(`${file} ${id}: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`)
  const run = (counter: 'passed' | 'environment') => (id: number | string, check: () => void) => {
    try {
      check()
      tally[counter]++
    } catch (error) {
      fail(id, error)
    }
  }
  return {
    tally,
    /** A case that our code is shown to handle, where the check does not throw. */
    ours: run('passed'),
    /** A case that says something of what our code stands on. */
    environment: run('environment'),
    notApplicable: (reason: string) =>
      tally.notApplicable.set(reason, (tally.notApplicable.get(reason) ?? 0) + 1)
  }
}

export const describe = ({ file, through, passed, environment, notApplicable, failed }: Tally): string[] =>
  [
    `${file}: ${passed} passed through ${through}`,
    environment > 0 ? `  ${environment} only of what it stands on` : '',
    ...[...notApplicable].map(([reason, count]) => `  ${count} not applicable: ${reason}`),
    ...failed.map(failure => `  FAILED ${failure}`)
  ].filter(Boolean)
