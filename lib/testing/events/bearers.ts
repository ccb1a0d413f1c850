import type { Device, SessionActor } from './parts.js'

type ParentRefreshToken = { parent_refresh_token?: { id?: string; metadata?: Record<string, string> } }

export type Session = {
  id: string
  actor?: SessionActor
  authenticated_at?: string
  clients?: { client_id: string }[]
  cookie?: { mode: 'persistent' | 'non-persistent' }
  created_at?: string
  device?: Device
  expires_at?: string
  idle_expires_at?: string
  last_interacted_at?: string
  metadata?: Record<string, string>
  session_transfer?: ParentRefreshToken
  updated_at?: string
  user_id?: string
}

export type RefreshToken = {
  id: string
  access?: 'offline' | 'online'
  client_id?: string
  created_at: string
  device?: Device
  expires_at?: string
  idle_expires_at?: string
  last_exchanged_at?: string
  metadata?: Record<string, string>
  resource_servers?: { audience: string; scopes: string }[]
  rotating?: boolean
  session_id?: string
  session_transfer?: ParentRefreshToken
  user_id?: string
}
