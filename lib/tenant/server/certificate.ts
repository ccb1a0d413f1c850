import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export interface Certificate {
  key: string
  cert: string
  /** PEM file of the certificate authority that clients have to trust (`NODE_EXTRA_CA_CERTS`). */
  caFile: string
  /** What is in it. */
  ca: string
  /** Removes the file. */
  remove(): Promise<void>
}

const names = [
  { type: 2 as const, value: 'localhost' },
  { type: 7 as const, ip: '127.0.0.1' },
  { type: 7 as const, ip: '::1' }
]

/** A certificate for loopback, issued by an authority made for this one. The authority's key is not kept. */
export const createCertificate = async (): Promise<Certificate> => {
  const common = { keyType: 'ec' as const, algorithm: 'sha256' }
  // Some TLS clients refuse one certificate that is both authority and server.
  const authority = await generate([{ name: 'commonName', value: 'a0seal local tenant CA' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
    ]
  })
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names }
    ]
  })
  const directory = await mkdtemp(join(tmpdir(), 'a0seal-'))
  const caFile = join(directory, 'ca.pem')
  await writeFile(caFile, authority.cert, { mode: 0o600 })
  return {
    key: leaf.private,
    cert: leaf.cert,
    caFile,
    ca: authority.cert,
    remove: () => rm(directory, { recursive: true, force: true })
  }
}
