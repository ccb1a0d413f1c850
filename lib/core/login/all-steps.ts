import type { ReleaseSteps } from './release/release.js'
import { passOn } from './release/release-write-only.js'
import { changedIndexes } from './seal/index-attributes.js'
import { sealAttributes } from './seal/seal-attributes.js'
import { sealForLogin } from './seal/seal-for-login.js'
import { sealUserMetadata } from './seal/seal-user-metadata.js'
import { sealWriteOnly } from './seal/seal-write-only.js'
import type { SealSteps } from './seal/slot-run.js'

// For policies that are not known when the code is bundled. The build hands each Action what its policy needs.

export const allSealSteps: Required<SealSteps> = {
  attributes: sealAttributes,
  login: sealForLogin,
  userMetadata: sealUserMetadata,
  writeOnly: sealWriteOnly,
  indexes: changedIndexes
}

export const allReleaseSteps: Required<ReleaseSteps> = { writeOnly: passOn }
