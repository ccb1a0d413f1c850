// The login script of a custom database. Auth0 gets the profile sealed: nothing of a slot is in clear on its way or at rest.
//
//   npx esbuild examples/custom-database-login.ts --bundle --minify --format=iife --global-name=script --platform=node \
//     --banner:js='function login(email, password, callback) {' \
//     --footer:js='return script.login(email, password, callback) }'
import policy from '../a0seal.config.js'
import { sealProfile } from '../lib/core/database/seal-profile.js'

/** Set for the connection, next to the script: the keys of the Action `seal-attributes` among them. */
declare const configuration: Record<string, string>

type User = Record<'user_id' | 'email' | 'nickname' | 'gender' | 'ethnicity', string>

type Callback = (error: Error | null, profile?: Record<string, unknown>) => void

export const login = async (email: string, password: string, callback: Callback): Promise<void> => {
  try {
    const response = await fetch(`${configuration.USERS_URL}login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password })
    })
    if (!response.ok) return callback(new Error('wrong e-mail or password'))
    const user = (await response.json()) as User
    // By name: whatever else the database holds of somebody is not for Auth0.
    const { user_id, nickname, gender, ethnicity } = user
    const claims = { user_id, email: user.email, nickname, gender, ethnicity }
    const { profile, warnings } = sealProfile(policy, claims, {
      tenant: configuration.TENANT ?? '',
      subject: `auth0|${user_id}`,
      connection: { name: 'employees', strategy: 'auth0' },
      secrets: configuration,
      now: Date.now()
    })
    for (const line of warnings) console.warn(line)
    callback(null, profile)
  } catch {
    callback(new Error('the users cannot be reached'))
  }
}
