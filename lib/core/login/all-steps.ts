import { changedIndexes } from './index-attributes.js'
import type { ReleaseSteps } from './release.js'
import { passOn } from './release-write-only.js'
import { sealAttributes } from './seal-attributes.js'
import { sealForLogin } from './seal-for-login.js'
import { sealUserMetadata } from './seal-user-metadata.js'
import { sealWriteOnly } from './seal-write-only.js'
import type { SealSteps } from './slot-run.js'

// For policies that are not known when the code is bundled. The build hands each Action what its policy needs.

export const allSealSteps: Required<SealSteps> = {
  attributes: sealAttributes,
  login: sealForLogin,
  userMetadata: sealUserMetadata,
  writeOnly: sealWriteOnly,
  indexes: changedIndexes
}

export const allReleaseSteps: Required<ReleaseSteps> = { writeOnly: passOn }
