import type { LoginEnd } from '../core/login/explain/end.js'
import type { Execution } from '../core/login/explain/execution.js'

/** What is kept of a run so that a test can ask why: most tests do not. */
export type KeptRun = () => { executions: Execution[]; end: LoginEnd }
