import { type CryptoKey, importPKCS8 } from 'jose'
import { A0sealError } from '../core/errors.js'
import type { KeyForm } from './key-form.js'
import { pkcs8Of } from './pem.js'

/** A private key on P-256 or X25519 as PKCS #8 PEM (`-----BEGIN PRIVATE KEY-----`), and the `kid` of its public half. */
export interface PEMKey {
  kid: string
  pem: string
}

/**
 * A private key that the runtime keeps to itself, and the `kid` of its public half: `ECDH` on P-256 or `X25519`,
 * `extractable: false`, with the usage `deriveBits`.
 */
export interface NonExtractableKey {
  kid: string
  cryptoKey: CryptoKey
}

const isOnOurCurves = ({ algorithm }: CryptoKey): boolean => {
  const { name, namedCurve } = algorithm as { name: string; namedCurve?: string }
  return name === 'X25519' || namedCurve === 'P-256'
}

const isCryptoKey = (value: unknown): value is CryptoKey =>
  Object.prototype.toString.call(value) === '[object CryptoKey]'

/** `deriveBits` is a usage of private keys for ECDH, and of no other key on these curves. */
const isOurs = (key: CryptoKey): boolean =>
  !key.extractable && key.usages.includes('deriveBits') && isOnOurCurves(key)

export const nonExtractableForm: KeyForm = {
  member: 'cryptoKey',
  describe({ cryptoKey }) {
    if (!isCryptoKey(cryptoKey) || !isOurs(cryptoKey))
      throw new A0sealError('ERR_KEY_SET', 'is no non-extractable private key on P-256 or X25519')
    return { alg: 'ECDH-ES', importKey: async () => cryptoKey }
  }
}

/** jose's own errors are not passed on: they may quote the key. */
const importPEM = async (pem: string): Promise<CryptoKey | undefined> => {
  const pkcs8 = pkcs8Of(pem)
  return importPKCS8(pkcs8, 'ECDH-ES', { extractable: false }).catch(() => undefined)
}

export const pemForm: KeyForm = {
  member: 'pem',
  describe({ pem }) {
    if (typeof pem !== 'string') throw new A0sealError('ERR_KEY_SET', 'has a `pem` that is no text')
    const importKey = async () => {
      const key = await importPEM(pem)
      if (!key || !isOnOurCurves(key))
        throw new A0sealError('ERR_KEY_SET', 'the PEM holds no private key on P-256 or X25519')
      return key
    }
    return { alg: 'ECDH-ES', importKey }
  }
}
