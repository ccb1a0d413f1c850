import type { DeployedAction } from '../../lib/runtime/types.js'

export const ada = 'oidc|acme-idp|ada'
export const callback = 'http://localhost:3000/callback'

/** A deployed Action with this body of `onExecutePostLogin`, and of `onContinuePostLogin` where there is one. */
export const action = (name: string, body: string, onContinue?: string): DeployedAction => ({
  name,
  secrets: {},
  code: [
    `exports.onExecutePostLogin = async (event, api) => { ${body} }`,
    onContinue === undefined ? '' : `exports.onContinuePostLogin = async (event, api) => { ${onContinue} }`
  ].join('\n')
})

/** Puts what `event.user` holds of the denied attributes into the ID token: what arrives with the deny list alone. */
export const copyDenied = action(
  'copy-denied',
  `const { user } = event
   api.idToken.setCustomClaim('https://acme.example/seen', {
     gender: user.gender ?? null,
     ethnicity: user.ethnicity ?? null,
     token: user['https://acme:com/temporary_idtoken'] ?? null,
     dotted: user['https://acme.com/temporary_idtoken'] ?? null
   })`
)
export const seen = 'https://acme.example/seen'
