import { definePolicy } from 'a0seal'

export default definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'] },
    handoff: { attributes: ['https://acme.com/temporary_idtoken'], keep: 'login' }
  },
  applications: {
    'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } }
  },
  release: [
    { slot: 'demographics', to: 'id_token', applications: ['hr-web'] },
    { slot: 'handoff', to: 'id_token', applications: ['hr-web'] }
  ],
  copy: { favorite_color: 'string', hobby: { type: 'string', max: 64 }, newsletter: 'boolean' },
  userMetadataClaim: true
})
