import type { PostLoginAPI, PostLoginEvent } from 'a0seal'

export const onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  api.idToken.setCustomClaim('https://their.example/login_method', event.connection.strategy)
}
