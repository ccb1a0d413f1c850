import { isPlainObject } from '../../../core/auth0/json.js'
import { kidOf } from '../../../core/login/explain/held.js'
import type { Sealing } from '../../../core/login/explain/sealing.js'
import type { InspectedLogin } from '../login.js'
import { changeTheAction } from '../mends.js'

/** What is stored in the place of a slot: nothing, a sealed value, or something that is none. */
export const placeOf = (
  { place, keep }: Pick<Sealing, 'place' | 'keep'>,
  { stored = {} }: Pick<InspectedLogin, 'stored'>
): { is: 'nothing' | 'sealed' | 'not sealed'; jwe?: string } => {
  if (keep === 'login') return { is: 'nothing' }
  const { app_metadata } = stored
  const at =
    isPlainObject(app_metadata) && Object.hasOwn(app_metadata, place) ? app_metadata[place] : undefined
  if (at === undefined || at === null) return { is: 'nothing' }
  if (kidOf(at) === undefined) return { is: 'not sealed' }
  const jwe = isPlainObject(at) ? at.v : at
  return { is: 'sealed', ...(typeof jwe === 'string' && { jwe }) }
}

/** What is wrong with a place in which something else stands, and what mends it. */
export const wrongPlace = (
  { place }: Pick<Sealing, 'place'>,
  { runs }: Pick<InspectedLogin, 'runs'>
): { text: string; mend: string } => {
  const isWritten = runs.some(({ update }) => Object.hasOwn(update?.app_metadata ?? {}, place))
  return {
    text: `no sealed value stands in app_metadata.${place}, but something else`,
    mend: isWritten ? changeTheAction : `take app_metadata.${place} out of the profile, and log in again`
  }
}
