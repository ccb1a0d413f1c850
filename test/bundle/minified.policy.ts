// A policy with all there is, to compare minified Actions with readable ones.
import { definePolicy } from 'a0seal'

const api = { to: 'access_token', audience: 'https://api.acme.example' } as const

export default definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: ['gender', { name: 'ethnicity', from: ['org.ethnicity'] }],
      onNull: 'remove'
    },
    payroll: {
      attributes: [{ name: 'iban', connections: ['acme-idp'], entropy: 'high', index: 'iban' }],
      mode: 'write-only',
      keys: 'A0SEAL_PAYROLL_KEYS',
      fingerprint: true
    },
    identity: { userMetadata: [{ name: 'national_id', type: 'string' }], userMayChange: true },
    handoff: { attributes: ['id_hint'], keep: 'login' }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['hr-web'], organizations: ['org_1', 'org_2'] },
    { slot: 'handoff', to: 'id_token', applications: { optIn: 'a0seal_release', trustAppAdmins: true } },
    {
      slot: 'identity',
      ...api,
      applications: 'any',
      acceptThirdParty: true,
      scope: 'read:identity',
      form: 'clear',
      readableByClient: true
    },
    { slot: 'payroll', to: 'id_token', applications: ['hr-web'], delegated: true },
    { slot: 'demographics', ...api, applications: ['hr-web'], key: { secret: 'API_KEY' } }
  ],
  copy: { hobby: 'string', age: 'number', tags: { type: 'string[]', max: 2 } },
  userMetadataClaim: true,
  onError: { seal: 'deny', copy: 'deny' },
  limits: { valueWarnChars: 700, profileMaxChars: 2500 }
})
