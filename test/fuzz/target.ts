import { A0sealError } from '../../lib/core/errors.js'
import type { Random } from './random.js'

/** One way in for text that somebody else may have written. */
export interface Target {
  name: string
  input(random: Random): unknown
  /** @throws what is wrong with what came of the input */
  run(input: unknown): void
}

/** The result, or undefined where the input was refused as it should: with an error of ours. */
export const refusedOr = <T>(run: () => T): T | undefined => {
  try {
    return run()
  } catch (error) {
    if (error instanceof A0sealError) return undefined
    const [what, where = ''] = String(error instanceof Error ? error.stack : error).split('\n')
    throw new Error(`crash: ${what}${where}`)
  }
}
