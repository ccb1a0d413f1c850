// What is sensitive, and who may have it: build, tests and local tenant all go by this file.
import { definePolicy } from 'a0seal'

export default definePolicy({
  // What all claims begin with: a domain of yours, so that no other claim has the name.
  namespace: 'https://acme.example/',

  // A slot is one encrypted value for each user. What the identity provider sends under these names is sealed at login.
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'] }
  },

  // The client ids of your applications, and the secret that holds the public key of each.
  applications: {
    'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } }
  },

  // Who gets what, encrypted to the application. An application that no rule names gets nothing.
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],

  // Fields of user_metadata that ID token and /userinfo show, in clear. Users can write them.
  copy: { favorite_color: 'string', hobby: { type: 'string', max: 64 } },

  // The order at login: seal first, release last, Actions of your own between them.
  triggers: {
    'post-login': [
      'seal-attributes',
      { file: 'actions/email-domain.ts' },
      'copy-user-metadata',
      'release-attributes'
    ]
  }
})
