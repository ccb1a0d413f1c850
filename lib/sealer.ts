import { type Sealer, type SealerOptions, sealerOf } from './core/sealer.js'

/**
 * Seals and opens values of one's own, in Actions, Rules and backends: the format, keys and codes of the Actions of a0seal.
 * Made inside the handler, since the keys are a secret of the Action; keys are parsed once for each text.
 *
 * @param keys a JWKS of `oct` keys (or one such JWK), as JSON or base64url of it, as the Action's secret has it: at most 4,096
 *   characters. The first key seals, all open
 * @throws ERR_NO_KEYS where it is unset, empty, or still the placeholder of a deployment (`##NAME##`, `@@NAME@@`); ERR_KEY_MODE
 *   for keys of another kind, such as those of write-only slots; ERR_KEY_SET for what is no JWKS of ours; ERR_EVENT where the
 *   tenant is no text
 */
export const createSealer = (keys: string | undefined, options: SealerOptions): Sealer =>
  sealerOf(keys, { ...options, now: options?.now ?? (() => Date.now()) })
