import type { Overrides, PostLoginEvent } from '../../lib/testing/index.js'

export interface ContractAction {
  code: string
  /** Default `action-1`, `action-2`… */
  name?: string
  secrets?: Record<string, string>
  modules?: Record<string, { code: string; secrets?: Record<string, string> }>
}

/** How the user comes back: with a token the page has signed, if the case says so. */
export interface ContractReturn {
  token?: { secret: string; payload: Record<string, unknown> }
}

/** What every subject can tell about a login. */
export interface Observed {
  outcome: 'completed' | 'denied' | 'failed' | 'redirect' | 'challenge' | 'prompt'
  /** Of a denial, or the message of a failure. */
  reason?: string
  claims: { idToken: object; accessToken: object }
  dropped: { token: string; claim: string; reason: string }[]
  appMetadata: object
  userMetadata: object
  /** Profile updates. */
  writes: number
  logs: string[]
  /** `name handler` of each execution. */
  executions: string[]
}

/** One login through post-login Actions, and what must come of it whatever runs them. Plain JSON. */
export interface ContractCase {
  name: string
  actions: ContractAction[]
  /** What is different from the fixture's login. */
  event?: Overrides<PostLoginEvent>
  returns?: ContractReturn[]
  expected: Partial<Observed>
}

/** Cases, by name, that do not come out the same: why, and what is to be seen in place of what is expected. */
export type Differences = Readonly<
  Record<string, { reason: string } & ({ instead: Partial<Observed> } | { throws: string })>
>

/** Something that runs Actions. */
export interface Subject {
  name: string
  differences?: Differences
  login(contractCase: ContractCase): Promise<Observed>
  stop?(): Promise<void>
}
