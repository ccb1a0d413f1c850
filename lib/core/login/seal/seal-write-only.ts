import { parseMacKey } from '../../seal/mac.js'
import {
  isSealedFrom,
  parsePublicKeys,
  sealWriteOnlyValue,
  verifyWriteOnlyValue
} from '../../seal/write-only.js'
import { broughtAttributes } from './brought.js'
import { isOurs } from './ours.js'
import { indexesOf, mayFill, plan, type SlotRun } from './slot-run.js'

/**
 * Seals the slot's one attribute to a key that Auth0 does not have. What is stored cannot be opened here: with a
 * fingerprint an unchanged value is noticed, without one each interactive login that brings the attribute writes.
 */
export const sealWriteOnly = (run: SlotRun): void => {
  const { slot, place, asidePlace, appMetadata, binding, iat, event, note } = run
  const keySet = parsePublicKeys(event.secrets[slot.keys])
  const macKeys = parseMacKey(event.secrets.A0SEAL_MAC_KEY)
  const { data } = broughtAttributes(run)
  const stored = appMetadata[place] ?? undefined
  if (Object.keys(data).length === 0 || !mayFill(run)) return

  const verified = verifyWriteOnlyValue(stored, binding, macKeys)
  const isForeign = stored !== undefined && !verified
  if (isForeign) note({ code: 'ERR_TAG' })
  const { fingerprint } = slot
  const indexes = indexesOf(run, data)
  const isSame = fingerprint && verified && isSealedFrom(data, verified, binding, { keySet, macKeys })
  if (isSame && Object.keys(indexes).length === 0) return
  const value = isSame ? stored : sealWriteOnlyValue({ data, iat }, binding, { keySet, macKeys, fingerprint })
  // Of another user, MAC key or mode, perhaps: not to be lost. What is not ours is replaced.
  const isKept = isForeign && isOurs(stored)
  const isOccupied = isOurs(appMetadata[asidePlace])
  const aside = isKept && !isOccupied ? { [asidePlace]: stored } : {}
  const isPlanned = plan(run, { ...aside, [place]: value, ...indexes })
  if (isPlanned && isKept) note({ code: isOccupied ? 'ERR_LOST_OCCUPIED' : 'ERR_MOVED_ASIDE' })
}
