// What the logins of the benchmark run under: one slot, handed in clear to one application and sealed to another.
import { definePolicy } from '../lib/index.js'

const rule = { slot: 'demographics', to: 'id_token' } as const

export default definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender', 'ethnicity', 'born', 'children', 'token'] } },
  applications: {
    trusting: { client_id: 'trusting' },
    'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } }
  },
  release: [
    {
      ...rule,
      attributes: ['gender'],
      applications: ['trusting'],
      form: 'clear',
      as: 'https://acme.example/clear',
      storedInClear: true
    },
    { ...rule, applications: ['hr-web'] }
  ],
  copy: { favorite_color: 'string' }
})
