import type { Json } from '../core/auth0/json.js'

/** A group or role the user has. What else Auth0 would tell about it may be there too. */
export interface DirectoryEntry {
  id: string
  name: string
  [detail: string]: Json
}

/** What `api.groups` and `api.roles` answer from. */
export interface Directory {
  groups?: readonly DirectoryEntry[]
  roles?: readonly DirectoryEntry[]
}
