import type * as oidc from 'oidc-provider'
import * as providerErrors from 'oidc-provider/lib/helpers/errors.js'
import * as providerInteractionPolicy from 'oidc-provider/lib/helpers/interaction_policy/index.js'
import instanceOf from 'oidc-provider/lib/helpers/weak_cache.js'
import { Provider as OidcProvider } from 'oidc-provider/lib/provider.js'

/**
 * The values of oidc-provider, by its parts: all its index adds to them is a warning, on the console of whoever imports
 * it, that Node 20 is unsupported. It works there. Take the package's values from here, its types from itself.
 */
export const Provider: typeof oidc.Provider = OidcProvider
export const errors: typeof oidc.errors = providerErrors
export const interactionPolicy: typeof oidc.interactionPolicy = providerInteractionPolicy

/** The configuration a provider goes by, as it has read it. */
export const configurationOf = (provider: oidc.Provider): { responseTypes: string[] } =>
  instanceOf(provider).configuration
