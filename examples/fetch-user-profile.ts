// The fetchUserProfile script of a custom social connection, which returns the profile sealed. `configuration` is documented
// for database scripts only, so the keys are put into this one: whoever may read the connection can read them.
//
//   npx esbuild examples/fetch-user-profile.ts --bundle --minify --format=iife --global-name=script --platform=node \
//     --define:SETTINGS="$(cat settings.json)" \
//     --banner:js='function fetchUserProfile(accessToken, context, callback) {' \
//     --footer:js='return script.fetchUserProfile(accessToken, context, callback) }'
import policy from '../a0seal.config.js'
import { sealProfile } from '../lib/core/database/seal-profile.js'

declare const SETTINGS: { tenant: string; userinfo: string; secrets: Record<string, string> }

type Claims = Record<'sub' | 'email' | 'name' | 'gender' | 'ethnicity', string>

type Callback = (error: Error | null, profile?: Record<string, unknown>) => void

const connection = { name: 'partner', strategy: 'oauth2' }

export const fetchUserProfile = async (
  accessToken: string,
  _context: unknown,
  callback: Callback
): Promise<void> => {
  try {
    const response = await fetch(SETTINGS.userinfo, { headers: { authorization: `Bearer ${accessToken}` } })
    if (!response.ok) return callback(new Error('the profile was refused'))
    // By name: whatever else the partner sends, such as an app_metadata, is the partner's word and not the tenant's.
    const { sub, email, name, gender, ethnicity } = (await response.json()) as Claims
    const claims = { user_id: sub, email, name, gender, ethnicity }
    const { profile, warnings } = sealProfile(policy, claims, {
      tenant: SETTINGS.tenant,
      subject: `oauth2|${connection.name}|${sub}`,
      connection,
      secrets: SETTINGS.secrets,
      now: Date.now()
    })
    for (const line of warnings) console.warn(line)
    callback(null, profile)
  } catch {
    callback(new Error('the profile cannot be reached'))
  }
}
