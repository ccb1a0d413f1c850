import { A0sealError } from '../core/errors.js'

const unusable = (why: string) => new A0sealError('ERR_KEY_SET', `the PEM ${why}`)

const toPKCS8 = 'openssl pkcs8 -topk8 -nocrypt'

/** What else stands in a PEM, by the first label that fits, and what to do about it. */
const others: readonly [label: string, what: string][] = [
  ['ENCRYPTED PRIVATE KEY', `is encrypted: decrypt it (${toPKCS8})`],
  ['EC PRIVATE KEY', `is SEC 1, not PKCS #8: convert it (${toPKCS8})`],
  ['RSA PRIVATE KEY', 'is an RSA key: a key on P-256 or X25519 is needed'],
  ['OPENSSH PRIVATE KEY', 'is a key of OpenSSH: a PKCS #8 key on P-256 or X25519 is needed'],
  ['PUBLIC KEY', 'is a public key, which opens nothing'],
  ['CERTIFICATE', 'is a certificate, which opens nothing']
]

/**
 * The PKCS #8 private key of a PEM (RFC 7468 §10), whatever stands around it, such as the bag attributes of a PKCS #12 export.
 * Line breaks may be written as `\n` in two characters, as in an environment variable.
 *
 * @throws ERR_KEY_SET saying what the PEM is, where it has no such key
 */
export const pkcs8Of = (text: string): string => {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const begin = '-----BEGIN PRIVATE KEY-----'
  const end = '-----END PRIVATE KEY-----'
  const start = pem.indexOf(begin)
  if (start >= 0) {
    const stop = pem.indexOf(end, start + begin.length)
    if (stop < 0) throw unusable('is cut off: its end is missing')
    return pem.slice(start, stop + end.length)
  }
  const [, what = 'has no PKCS #8 private key: -----BEGIN PRIVATE KEY-----'] =
    others.find(([label]) => pem.includes(`-----BEGIN ${label}-----`)) ?? []
  throw unusable(what)
}
