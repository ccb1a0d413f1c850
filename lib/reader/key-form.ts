import type { CryptoKey } from 'jose'
import type { AlgorithmName } from '../core/format/header.js'
import type { KeyMode } from '../core/format/jwk.js'

/** One way to hand over a key. */
export interface KeyForm {
  /** The member that tells this form from the others. */
  member: string
  /**
   * What there is to know of a key before it is imported; undefined for one that is none of ours. An import gives a key that
   * cannot be extracted, so that nothing printed or thrown can show it.
   *
   * @throws ERR_KEY_MODE for a key that no reader opens with, ERR_KEY_SET for one that is not well made
   */
  describe(input: Record<string, unknown>, mode: KeyMode): DescribedKey | undefined
}

export interface DescribedKey {
  alg: AlgorithmName
  /** @throws ERR_KEY_SET, or what must not be shown, where the key is not right */
  importKey(): Promise<CryptoKey>
}
