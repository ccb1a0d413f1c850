/** What an Action has of where it runs: the core itself has no clock and no console. */
export interface Host {
  /** Milliseconds since 1970. */
  now(): number
  /** Takes one line. */
  log(line: string): void
}
