import tls from 'node:tls'

/** What a SecureContext has besides its published type. */
interface Context {
  addCACert(ca: string): void
}

/**
 * Lets TLS of this thread trust one more certificate authority, for code that names none itself. Node reads
 * NODE_EXTRA_CA_CERTS when a process starts, which is too early for an authority of this process.
 */
export const trustAuthority = (ca: string): void => {
  const { createSecureContext } = tls
  tls.createSecureContext = options => {
    const secure = createSecureContext(options)
    if (options?.ca === undefined) (secure.context as Context).addCACert(ca)
    return secure
  }
}
