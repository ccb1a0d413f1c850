const authority =
  'its certificate is of an authority that Node does not know: NODE_EXTRA_CA_CERTS=FILE names one, of the local tenant the file that it prints at its start'
const noTLS = 'no HTTPS is spoken there: AUTH0_DOMAIN takes the port of HTTPS'

/** What to do, by the code that TLS failed with. */
const advice: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: authority,
  UNABLE_TO_GET_ISSUER_CERT: authority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: authority,
  SELF_SIGNED_CERT_IN_CHAIN: authority,
  DEPTH_ZERO_SELF_SIGNED_CERT: authority,
  CERT_SIGNATURE_FAILURE: authority,
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this machine is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name than AUTH0_DOMAIN',
  ERR_SSL_WRONG_VERSION_NUMBER: noTLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTLS,
  EPROTO: noTLS
}

/** Why a connection failed, such as ECONNREFUSED, which fetch hides behind `cause`. */
export const reasonOf = (error: unknown): string | undefined => {
  const { name, code, cause } = (error ?? {}) as { name?: unknown; code?: unknown; cause?: unknown }
  if (name === 'TimeoutError') return 'no answer in time'
  if (typeof code === 'string') return code
  return cause === undefined ? undefined : reasonOf(cause)
}

/** That there was no answer, why, and what to do where it can be told. */
export const describeUnreachable = (reason: string | undefined): string => {
  const next = reason !== undefined && Object.hasOwn(advice, reason) ? advice[reason] : undefined
  return `the tenant could not be reached${reason ? ` (${reason})` : ''}${next ? `: ${next}` : ''}`
}
