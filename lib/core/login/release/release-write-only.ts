import type { PostLoginEvent } from '../../auth0/post-login.js'
import { fail } from '../../errors.js'
import type { Binding } from '../../format/claims.js'
import { parseMacKey } from '../../seal/mac.js'
import { verifyWriteOnlyValue } from '../../seal/write-only.js'

/** A write-only value as it is, for whoever has its private key. @throws ERR_TAG where this tenant did not make it */
export const passOn = (stored: unknown, binding: Binding, { secrets }: PostLoginEvent): string => {
  const value = verifyWriteOnlyValue(stored, binding, parseMacKey(secrets.A0SEAL_MAC_KEY))
  return value ? value.v : fail('ERR_TAG')
}
