import { randomBytes } from 'node:crypto'

/** A new id as Auth0 makes them, such as `rul_0123456789abcdef`. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(8).toString('hex')}`
