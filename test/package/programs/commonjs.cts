// A program of a user, as CommonJS: types by import, the package itself loaded when it is needed.
import type { PostLoginAPI, PostLoginEvent } from 'a0seal' with { 'resolution-mode': 'import' }

export const onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const { createSealer } = await import('a0seal')
  const { createReader } = await import('a0seal/reader')
  const sealer = createSealer(event.secrets.KEYS, { tenant: event.tenant.id })
  api.user.setAppMetadata('own', sealer.seal({ seen: true }, { user: event.user.user_id, slot: 'own' }))
  createReader({ keys: '', tenant: event.tenant.id, recipient: event.client.client_id })
}
