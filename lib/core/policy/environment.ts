import { A0sealError } from '../errors.js'

/** The environment a policy is made for where nobody says another. */
export const defaultEnvironment = 'dev'

/** It stands in the first line of each Action, where anything else could end the comment. @throws ERR_USAGE */
export const checkEnvironment = (env: unknown): string => {
  if (typeof env === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(env)) return env
  throw new A0sealError(
    'ERR_USAGE',
    'the name of an environment has letters, digits, dots, _ and - only, at most 64'
  )
}
