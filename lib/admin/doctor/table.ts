import { neverDelivered, profileSync, samlDebug, scim } from './checks/connections.js'
import { deniedNames, notDenied, otherConnections } from './checks/deny-lists.js'
import { deployment } from './checks/deployment.js'
import { emailTemplates } from './checks/email-templates.js'
import { mfaAction, mfaPolicy, mfaSetting } from './checks/mfa.js'
import { order } from './checks/order.js'
import { namesOfOurs, sharedClaims } from './checks/other-actions.js'
import { rate } from './checks/rate.js'
import { optInFaults, optInList, recipients } from './checks/recipients.js'
import { deniedUnsealed } from './checks/sealing.js'
import { secrets } from './checks/secrets.js'
import { customDomain, databaseConfiguration, legacySettings } from './checks/settings.js'
import { eventStreams, logStreams } from './checks/streams.js'
import type { Row } from './row.js'

/** All that `doctor` looks for, in the order in which it is mended: what nobody seals is not denied. */
export const table: readonly Row[] = [
  deniedUnsealed,
  order,
  deployment,
  secrets,
  notDenied,
  mfaPolicy,
  mfaSetting,
  mfaAction,
  profileSync,
  samlDebug,
  scim,
  neverDelivered,
  deniedNames,
  recipients,
  optInFaults,
  optInList,
  eventStreams,
  logStreams,
  namesOfOurs,
  legacySettings,
  customDomain,
  databaseConfiguration,
  rate,
  emailTemplates,
  sharedClaims,
  otherConnections
]
