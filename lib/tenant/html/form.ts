import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** By name, the last of each: a text, or a file. */
export type Form = Record<string, string | File>

/**
 * The fields of a form that was sent: none where the body is of another type.
 *
 * @throws HTTPException 400 for a body that is not what its Content-Type says, as multipart without a boundary
 */
export const readForm = async (c: Context): Promise<Form> => {
  try {
    return await c.req.parseBody()
  } catch {
    throw new HTTPException(400, { message: 'The body is not a form of the type that its header names.' })
  }
}
