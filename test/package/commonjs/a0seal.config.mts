import { definePolicy } from 'a0seal'

export default definePolicy({
  namespace: 'https://their.example/',
  slots: {
    demographics: { attributes: [{ name: 'gender', connections: ['their-saml', 'their-oidc'] }] },
    payroll: { attributes: [{ name: 'iban', connections: ['their-saml'], entropy: 'high' }] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  copy: { hobby: 'string' },
  triggers: {
    'post-login': [
      'seal-attributes',
      { file: 'actions/cost-center.js' },
      { file: 'actions/login-method.ts' },
      'copy-user-metadata',
      'release-attributes'
    ]
  }
})
