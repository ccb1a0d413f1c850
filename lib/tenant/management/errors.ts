import type { Context } from 'hono'

const names = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable'
}

export type RefusalStatus = keyof typeof names

/** An error in the shape of Auth0's Management API. */
export const refuse = (c: Context, statusCode: RefusalStatus, message: string, errorCode?: string) =>
  c.json(
    { statusCode, error: names[statusCode], message, ...(errorCode !== undefined && { errorCode }) },
    statusCode
  )

/** A refusal from below a handler. The application answers with it in Auth0's shape. */
export class ManagementRefusal extends Error {
  override readonly name = 'ManagementRefusal'
  constructor(
    readonly statusCode: RefusalStatus,
    message: string,
    readonly errorCode?: string
  ) {
    super(message)
  }
}

/** The thing, or Auth0's 404. */
export const known = <T>(thing: T | undefined, message: string, errorCode?: string): T => {
  if (thing === undefined) throw new ManagementRefusal(404, message, errorCode)
  return thing
}
