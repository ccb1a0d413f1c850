import { isPlainObject, type Json } from '../../../core/auth0/json.js'
import { valueAt } from '../../../core/claims/copies.js'
import type { Attribute } from '../../../core/policy/types.js'
import type { InspectedLogin } from '../login.js'
import type { Passage } from './lane.js'

/** What somebody said of an attribute or field at a login. */
export interface Brought {
  passage: Passage
  value?: Json
}

const nothing = (text: string): Brought => ({ passage: { tone: 'none', text } })

/** What an identity provider sent. */
export const broughtAttribute = ({ names }: Pick<Attribute, 'names'>, login: InspectedLogin): Brought => {
  const { sent, kind, source } = login
  if (!sent) {
    if (kind !== 'sign-in') return nothing('nobody was asked')
    return nothing(source?.strategy === 'auth0' ? 'a database sends nothing' : 'nothing was sent')
  }
  const name = names.find(name => Object.hasOwn(sent.profile, name))
  if (name === undefined) return nothing(`not sent by ${sent.connection}`)
  const value = sent.profile[name] as Json
  const text = name === names[0] ? `by ${sent.connection}` : `by ${sent.connection}, as ${name}`
  return { passage: { tone: 'plain', text, value }, value }
}

/** What the user typed: `user_metadata` as the first Action saw it. */
const typed = (value: unknown): Brought =>
  value === undefined || value === null
    ? nothing('nothing typed')
    : {
        passage: { tone: 'plain', text: 'typed by the user', value: value as Json },
        value: value as Json
      }

const metadataOf = ({ runs }: InspectedLogin): Record<string, unknown> => {
  const { user } = runs[0]?.given?.event ?? {}
  const metadata = isPlainObject(user) ? user.user_metadata : undefined
  return isPlainObject(metadata) ? metadata : {}
}

export const broughtField = (name: string, login: InspectedLogin): Brought => {
  const metadata = metadataOf(login)
  return typed(Object.hasOwn(metadata, name) ? metadata[name] : undefined)
}

/** @param path such as `preferences.language` */
export const broughtCopy = (path: string, login: InspectedLogin): Brought =>
  typed(valueAt(metadataOf(login), path))
