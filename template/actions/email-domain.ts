import type { ActionHandler } from 'a0seal'

/** Tells applications the domain of the e-mail address, once the address is verified. */
export const onExecutePostLogin: ActionHandler<'post-login'> = async (event, api) => {
  const { email, email_verified } = event.user
  if (!email || !email_verified) return
  api.idToken.setCustomClaim('https://acme.example/email_domain', email.split('@').at(-1))
}
