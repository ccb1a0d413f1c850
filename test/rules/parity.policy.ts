// A policy with every kind of readable slot, claim and copy, to compare Rules with Actions.
import { definePolicy } from 'a0seal'

export default definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: ['gender', { name: 'ethnicity', from: ['org.ethnicity'] }],
      onNull: 'remove'
    },
    payroll: { attributes: [{ name: 'iban', connections: ['acme-idp'] }] },
    identity: { userMetadata: [{ name: 'national_id', type: 'string' }] },
    handoff: { attributes: ['id_hint'], keep: 'login' }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['hr-web'], organizations: ['org_1', 'org_2'] },
    { slot: 'handoff', to: 'id_token', applications: ['hr-web'] },
    {
      slot: 'identity',
      to: 'access_token',
      applications: 'any',
      acceptThirdParty: true,
      audience: 'https://api.acme.example',
      scope: 'read:identity',
      form: 'clear',
      readableByClient: true
    },
    {
      slot: 'payroll',
      to: 'id_token',
      applications: ['hr-web'],
      form: 'clear',
      storedInClear: true,
      delegated: true
    }
  ],
  copy: { hobby: 'string', age: 'number', tags: { type: 'string[]', max: 2 } },
  userMetadataClaim: true,
  onError: { copy: 'deny' }
})
