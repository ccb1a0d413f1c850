/**
 * A time of an event, milliseconds since 1970. Actions have ISO text, Rules milliseconds; NaN for anything else.
 * @see https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 */
export const timeOf = (time: unknown): number => {
  if (typeof time === 'number') return time
  return typeof time === 'string' ? Date.parse(time) : Number.NaN
}
