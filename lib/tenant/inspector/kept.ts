import type { InspectedLogin, InspectedRun } from './login.js'

/** How much the inspector keeps. Sizes are those of JSON, in bytes. */
export interface KeptLimits {
  logins: number
  /** Of all logins together: the oldest go. */
  bytes: number
  legsPerLogin: number
  bytesPerLogin: number
}

export const keptLimits: KeptLimits = {
  logins: 1_000,
  bytes: 64_000_000,
  legsPerLogin: 20,
  bytesPerLogin: 4_000_000
}

/** Of something that is kept, as JSON. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

const sizeOf = ({ runs, sent, stored, idToken, accessToken, userinfo }: InspectedLogin): number =>
  runs.reduce((sum, { bytes }) => sum + bytes, 0) + bytesOf([sent, stored, idToken, accessToken, userinfo])

/** A picture is of what came first, what came last, and what Actions of ours did: other legs may go. */
const isIncidental = (
  { isExplained }: InspectedRun,
  index: number,
  { length }: readonly unknown[]
): boolean => !isExplained && index > 0 && index < length - 1

/** Leaves out the oldest legs of a login that has too many of them. @returns what it still holds */
export const trimLegs = (login: InspectedLogin, limits: KeptLimits): number => {
  let bytes = sizeOf(login)
  while (login.runs.length > limits.legsPerLogin || bytes > limits.bytesPerLogin) {
    const index = login.runs.findIndex(isIncidental)
    if (index < 0) break
    const [left] = login.runs.splice(index, 1)
    bytes -= left?.bytes ?? 0
    login.legsLeftOut += 1
  }
  return bytes
}
