/**
 * Copies the policy's fields of `user_metadata` into ID-token claims, from where `/userinfo` serves them.
 *
 * Bind it anywhere. A field that is not as the policy says is left out.
 */
import { policy } from 'a0seal:copy-user-metadata'
import { copyAction } from '../lib/core/login/copy.js'

export const onExecutePostLogin = copyAction(policy, { log: line => console.log(line) })
