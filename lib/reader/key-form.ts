import type { CryptoKey } from 'jose'

/** Key management algorithms of sealed values (RFC 7518 §4). Their content encryption is always A256GCM. */
export type AlgorithmName = 'dir' | 'A256KW' | 'ECDH-ES'

/** One way to hand over a key. */
export interface KeyForm {
  /** The member that tells this form from the others. */
  member: string
  /**
   * What there is to know of a key before it is imported; undefined where it is not well made. An import gives a key that
   * cannot be extracted, so that nothing printed or thrown can show it.
   *
   * @throws ERR_KEY_MODE for a key that no reader opens with
   */
  describe(input: Record<string, unknown>): DescribedKey | undefined
}

export interface DescribedKey {
  alg: AlgorithmName
  importKey(): Promise<CryptoKey>
}
