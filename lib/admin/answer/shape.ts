import type { z } from 'zod'
import { type Call, request, TenantError } from '../tenant-error.js'

/** What came was an answer, if not the one that was asked for. */
const status = 200

/** The answer cannot be gone by: what it would say is unknown. */
export const badAnswer = ({ what }: Call, why: string): TenantError =>
  new TenantError(`${what}: ${why}`, { status })

/**
 * An answer as it is, where its shape is what we go by. The SDK checks nothing: what has another shape would be taken for empty.
 *
 * @throws TenantError naming the first member that is otherwise
 */
export const checked = <Shape extends z.ZodType>(
  call: Call,
  shape: Shape,
  answer: unknown
): z.infer<Shape> => {
  const { success, error } = shape.safeParse(answer)
  if (success) return answer as z.infer<Shape>
  const path = error.issues[0]?.path.join('.')
  throw badAnswer(call, `the answer is not what it should be${path ? ` (${path})` : ''}`)
}

/** What a request answers. @throws TenantError, also where its shape is another */
export const read = async <Shape extends z.ZodType>(
  call: Call,
  shape: Shape,
  run: () => PromiseLike<unknown>
): Promise<z.infer<Shape>> => checked(call, shape, await request(call, run))
