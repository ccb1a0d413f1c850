import { fail } from '../errors.js'
import { typReleased } from '../format/header.js'
import { createKeySetParser } from '../jwe/key-set.js'
import { importPublicKey } from '../jwe/public-keys.js'

/** The public key of an application or API. ERR_PRIVATE_KEY where somebody stored its private half with it. */
export const parseRecipientKeys = /* @__PURE__ */ createKeySetParser(typReleased, (jwk, typ) =>
  'd' in jwk ? fail('ERR_PRIVATE_KEY') : importPublicKey(jwk, typ)
)
