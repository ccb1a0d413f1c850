import type { Slot } from './types.js'

/** How a slot is sealed: each kind is one step of the Action. */
export type SlotKind = 'attributes' | 'login' | 'userMetadata' | 'writeOnly'

export const kindOf = ({
  mode,
  keep,
  userMetadata
}: Pick<Slot, 'mode' | 'keep' | 'userMetadata'>): SlotKind => {
  if (mode === 'write-only') return 'writeOnly'
  if (keep === 'login') return 'login'
  return userMetadata.length > 0 ? 'userMetadata' : 'attributes'
}

/** True where an attribute of the slot has a blind index. */
export const isIndexed = ({ attributes }: Pick<Slot, 'attributes'>): boolean =>
  attributes.some(({ indexPlace }) => indexPlace !== undefined)
