import type { JsonObject } from '../../core/auth0/json.js'

export type Identity = {
  connection: string
  provider: string
  user_id: string
  isSocial: boolean
  profileData?: JsonObject
}

/** A profile as stored. */
export interface User extends JsonObject {
  user_id: string
  identities: Identity[]
  created_at: string
  updated_at: string
  logins_count: number
  app_metadata: JsonObject
  user_metadata: JsonObject
}
