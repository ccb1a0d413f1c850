import type { Runtime } from '../../lib/runtime/runtime.js'

/** The same runtime with its clock standing still: Actions see this time, milliseconds since 1970. */
export const frozen = ({ run, runRules, stop }: Runtime, now: number): Runtime => ({
  run: request => run({ ...request, now }),
  runRules: request => runRules({ ...request, now }),
  stop
})
