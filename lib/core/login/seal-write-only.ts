import { parseMacKey } from '../seal/mac.js'
import {
  isSealedFrom,
  parsePublicKeys,
  sealWriteOnlyValue,
  verifyWriteOnlyValue
} from '../seal/write-only.js'
import { broughtAttributes } from './brought.js'
import { indexesOf, plan, type SlotRun } from './slot-run.js'

/**
 * Seals the slot's one attribute to a key that Auth0 does not have. What is stored cannot be opened here: with a
 * fingerprint an unchanged value is noticed, without one each interactive login that brings the attribute writes.
 */
export const sealWriteOnly = (run: SlotRun): void => {
  const { slot, place, appMetadata, binding, iat, event, note } = run
  const keySet = parsePublicKeys(event.secrets[slot.keys])
  const macKeys = parseMacKey(event.secrets.A0SEAL_MAC_KEY)
  const { data } = broughtAttributes(run)
  const stored = appMetadata[place] ?? undefined
  if (Object.keys(data).length === 0 || (stored !== undefined && !run.isInteractive)) return

  const verified = verifyWriteOnlyValue(stored, binding, macKeys)
  if (stored !== undefined && !verified) note({ code: 'ERR_TAG' })
  const { fingerprint } = slot
  const indexes = indexesOf(run, data)
  const isSame = fingerprint && verified && isSealedFrom(data, verified, binding, { keySet, macKeys })
  const value = isSame ? stored : sealWriteOnlyValue({ data, iat }, binding, { keySet, macKeys, fingerprint })
  if (!isSame || Object.keys(indexes).length > 0) plan(run, { [place]: value, ...indexes })
}
