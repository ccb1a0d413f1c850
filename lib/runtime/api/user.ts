import { isPlainObject } from '../../core/auth0/json.js'
import { reservedAppMetadata } from '../../core/auth0/reserved.js'
import { toJson } from '../json.js'
import type { MetadataName } from '../metadata.js'
import type { ActionContext } from './context.js'

/**
 * What the profile write at the end of the trigger would refuse, said at the call.
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
 */
const assertFieldName = (name: MetadataName, key: unknown): void => {
  if (typeof key !== 'string' || key === '') throw new Error(`A field of ${name} needs a name.`)
  if (/[.$]/.test(key)) throw new Error(`A field name of ${name} must not contain "." or "$".`)
  if (name === 'app_metadata' && reservedAppMetadata.has(key)) {
    throw new Error(`The field name "${key}" is reserved in app_metadata.`)
  }
}

/** `api.user`. Nothing is written before the trigger ends or is suspended; `null` removes a field. */
export const createUser = <Api>({ event, effects }: Pick<ActionContext, 'event' | 'effects'>, api: Api) => {
  // As stored, and not as the Action may have changed its copy of the event.
  const isObject = {
    app_metadata: isPlainObject(event.user?.app_metadata ?? {}),
    user_metadata: isPlainObject(event.user?.user_metadata ?? {})
  }
  const set = (name: MetadataName, key: string, value: unknown): Api => {
    if (!isObject[name]) throw new Error(`Unexpected ${name} format. Must be a valid JSON object`)
    assertFieldName(name, key)
    const json = toJson(value)
    if (json === undefined)
      throw new Error(`The value of ${name}.${key} must be JSON; use null to remove it.`)
    effects.writes[name].set(key, JSON.stringify(json))
    return api
  }
  return {
    setAppMetadata: (key: string, value: unknown): Api => set('app_metadata', key, value),
    setUserMetadata: (key: string, value: unknown): Api => set('user_metadata', key, value)
  }
}
