// Checked by tsc alone: every line compiles, and what must not compile says so.

import { definePolicy } from '../../lib/index.js'
import {
  createBrowserReader,
  createReader,
  type IdTokenClaims,
  type ReleasedReader,
  type SlotReader
} from '../../lib/reader/index.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender'] }, identity: { userMetadata: ['national_id'] } },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['hr-web'] },
    { slot: 'identity', to: 'id_token', applications: ['hr-web'] }
  ]
})

// What is opened depends on what the reader is for.
export const released: ReleasedReader = createReader({ keys: '', tenant: 'acme', recipient: 'hr-web' })
export const atRest: SlotReader = createReader({ keys: '', tenant: 'acme', slot: 'demographics' })
// @ts-expect-error for one recipient, or for one slot
createReader({ keys: '', tenant: 'acme' })
// @ts-expect-error the tenant's id is part of every value
createReader({ keys: '', recipient: 'hr-web' })
// @ts-expect-error a page takes a key that cannot be read
createBrowserReader({ keys: '', tenant: 'acme', recipient: 'hr-web' })

declare const token: IdTokenClaims<typeof policy, 'hr-web'> & { sub: string; iat: number }
const demographics = token['https://acme.example/demographics']

// A claim may be absent, and null where nothing was released.
export const nothing: typeof demographics = null
export const absent: typeof demographics = undefined

const opened = await released.open(demographics, { token })
export const gender: unknown = opened.data.gender
export const releasedAt: Date = opened.releasedAt
// @ts-expect-error not in this slot
opened.data.national_id
// @ts-expect-error a released value has no date of its own
opened.changedAt

const typed = await released.open(token['https://acme.example/identity'], { token })
export const source: 'user' = typed.src

const stored = await atRest.open('ey…', { subject: 'auth0|1' })
export const changedAt: Date = stored.changedAt
// @ts-expect-error bound to a user, so that it needs one
await atRest.open('ey…')
