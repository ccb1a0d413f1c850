import type { Runtime } from '../../lib/runtime/types.js'

/** The same runtime with its clock standing still: Actions see this time, milliseconds since 1970. */
export const frozen = ({ run, stop }: Runtime, now: number): Runtime => ({
  run: request => run({ ...request, now }),
  stop
})
