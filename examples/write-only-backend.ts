// A payroll backend: the only place that opens a write-only slot. Auth0 stores the value and cannot read it.
import { createReader, type Json, type KeySource, type Sealed } from 'a0seal/reader'
import { createRemoteJWKSet, jwtVerify } from 'jose'

type Payroll = Sealed<{ iban?: Json }>

interface Options {
  issuer: string
  tenant: string
  clientId: string
  /** The slot's private keys. */
  keys: KeySource
  /** The readers' subkey of A0SEAL_MAC_KEY: without it, whoever may write app_metadata could forge a value. */
  macKey: string
}

export const createPayrollBackend = ({ issuer, tenant, clientId, keys, macKey }: Options) => {
  const jwks = createRemoteJWKSet(new URL('.well-known/jwks.json', issuer))
  const reader = createReader({ keys, tenant, slot: 'payroll', macKey })

  return {
    /** From an ID token, into which the value was passed on as it is stored. */
    async openFromToken(idToken: string) {
      const expected = { issuer, audience: clientId, algorithms: ['RS256'] }
      const verified = await jwtVerify<{ 'https://acme.example/payroll'?: Payroll }>(idToken, jwks, expected)
      const token = verified.payload
      return reader.open(token['https://acme.example/payroll'], { token })
    },
    /** From the Management API's answer to GET /api/v2/users/{id}. */
    async openFromProfile({
      user_id,
      app_metadata
    }: {
      user_id: string
      app_metadata: { sealed_payroll?: unknown }
    }) {
      return reader.open<{ iban?: Json }>(app_metadata.sealed_payroll, { subject: user_id })
    }
  }
}
