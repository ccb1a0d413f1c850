import type { Json } from '../../../core/auth0/json.js'
import { kidOf } from '../../../core/login/explain/held.js'
import type { Sealing } from '../../../core/login/explain/sealing.js'
import type { InspectedLogin } from '../login.js'

/** What is stored in the place of a slot: nothing, a sealed value, or something that is none. */
export const placeOf = (
  { place, keep }: Pick<Sealing, 'place' | 'keep'>,
  { stored = {} }: Pick<InspectedLogin, 'stored'>
): { is: 'nothing' | 'sealed' | 'not sealed'; jwe?: string } => {
  if (keep === 'login') return { is: 'nothing' }
  const { app_metadata } = stored as { app_metadata?: Record<string, Json> }
  const at = app_metadata && Object.hasOwn(app_metadata, place) ? app_metadata[place] : undefined
  if (at === undefined || at === null) return { is: 'nothing' }
  if (kidOf(at) === undefined) return { is: 'not sealed' }
  const jwe = typeof at === 'object' && !Array.isArray(at) ? at.v : at
  return { is: 'sealed', ...(typeof jwe === 'string' && { jwe }) }
}

/** What is wrong with a place. */
export const notSealedThere = ({ place }: Pick<Sealing, 'place'>): string =>
  `no sealed value stands in app_metadata.${place}, but something else`
