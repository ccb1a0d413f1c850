// A program of a user, as an ES module: the entries of the package that every application may use.
import {
  type ActionHandler,
  createSealer,
  definePolicy,
  type PostLoginAPI,
  type PostLoginEvent,
  sealAttributes
} from 'a0seal'
import { createReader, type IdTokenClaims } from 'a0seal/reader'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender'] } },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  copy: { hobby: 'string' }
})

export const onExecutePostLogin: ActionHandler<'post-login'> = async (
  event: PostLoginEvent,
  api: PostLoginAPI
) => {
  const sealer = createSealer(event.secrets.KEYS, { tenant: event.tenant.id })
  const place = { user: event.user.user_id, slot: 'own' }
  const { value, isChanged } = sealer.update(undefined, { seen: true }, place)
  if (isChanged) api.user.setAppMetadata('own', value)
  await sealAttributes(policy)(event, api)
}

declare const token: IdTokenClaims<typeof policy, 'hr-web'> & { sub: string; iat: number }
export const hobby: string | null | undefined = token['https://acme.example/hobby']
const reader = createReader({ keys: '', tenant: 'acme', recipient: 'hr-web' })
export const opened = reader.open(token['https://acme.example/demographics'], { token })

// @ts-expect-error no such application
export type Typo = IdTokenClaims<typeof policy, 'hr-wbe'>
