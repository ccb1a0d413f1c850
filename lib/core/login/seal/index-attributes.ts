import type { JsonObject } from '../../auth0/json.js'
import { blindIndex, parseIndexKeys } from '../../seal/blind-index.js'
import type { SlotRun } from './slot-run.js'

/** The blind indexes of a slot's content that are not stored as they should be: by key in `app_metadata`. */
export const changedIndexes = (run: SlotRun, data: JsonObject): Record<string, string | null> => {
  const { slot, binding, appMetadata, event } = run
  const writes: Record<string, string | null> = {}
  for (const { name, indexPlace } of slot.attributes) {
    if (!indexPlace) continue
    const [key] = parseIndexKeys(event.secrets.A0SEAL_INDEX_KEYS)
    const value = Object.hasOwn(data, name) ? data[name] : undefined
    const of = { tenant: event.tenant.id, slot: binding.aud, attribute: name }
    const index = value === undefined ? null : blindIndex(value, of, key)
    if (index !== (appMetadata[indexPlace] ?? null)) writes[indexPlace] = index
  }
  return writes
}
