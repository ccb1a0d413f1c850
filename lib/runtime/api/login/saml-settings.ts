/** What a SAML setting takes: a text of at most so many kB, a flag, a number, one of some words, or a list of texts. */
export type SamlSetting = { name: string } & (
  | { kind: 'text'; maxKilobytes: number }
  | { kind: 'flag' }
  | { kind: 'number' }
  | { kind: 'word'; words: readonly string[] }
  | { kind: 'texts'; max: number; maxKilobytes: number }
)

/**
 * The settings of `api.samlResponse`, by method.
 * @see https://auth0.com/docs/customize/actions/limitations (SAML configuration); relay state and issuer from Auth0's kit
 */
export const samlSettings = {
  setAudience: { name: 'audience', kind: 'text', maxKilobytes: 2 },
  setRecipient: { name: 'recipient', kind: 'text', maxKilobytes: 2 },
  setCreateUpnClaim: { name: 'createUpnClaim', kind: 'flag' },
  setPassthroughClaimsWithNoMapping: { name: 'passthroughClaimsWithNoMapping', kind: 'flag' },
  setMapUnknownClaimsAsIs: { name: 'mapUnknownClaimsAsIs', kind: 'flag' },
  setMapIdentities: { name: 'mapIdentities', kind: 'flag' },
  setSignatureAlgorithm: { name: 'signatureAlgorithm', kind: 'word', words: ['rsa-sha256', 'rsa-sha1'] },
  setDigestAlgorithm: { name: 'digestAlgorithm', kind: 'word', words: ['sha256', 'sha1'] },
  setDestination: { name: 'destination', kind: 'text', maxKilobytes: 2 },
  setLifetimeInSeconds: { name: 'lifetimeInSeconds', kind: 'number' },
  setSignResponse: { name: 'signResponse', kind: 'flag' },
  setNameIdentifierFormat: { name: 'nameIdentifierFormat', kind: 'text', maxKilobytes: 0.5 },
  setNameIdentifierProbes: { name: 'nameIdentifierProbes', kind: 'texts', max: 10, maxKilobytes: 0.5 },
  setAuthnContextClassRef: { name: 'authnContextClassRef', kind: 'text', maxKilobytes: 0.5 },
  setSigningCert: { name: 'signingCert', kind: 'text', maxKilobytes: 4 },
  setIncludeAttributeNameFormat: { name: 'includeAttributeNameFormat', kind: 'flag' },
  setTypedAttributes: { name: 'typedAttributes', kind: 'flag' },
  setEncryptionCert: { name: 'encryptionCert', kind: 'text', maxKilobytes: 4 },
  setEncryptionPublicKey: { name: 'encryptionPublicKey', kind: 'text', maxKilobytes: 4 },
  setCert: { name: 'cert', kind: 'text', maxKilobytes: 4 },
  setKey: { name: 'key', kind: 'text', maxKilobytes: 4 },
  setRelayState: { name: 'relayState', kind: 'text', maxKilobytes: 0.5 },
  setIssuer: { name: 'issuer', kind: 'text', maxKilobytes: 0.5 },
  setEncryptionAlgorithm: {
    name: 'encryptionAlgorithm',
    kind: 'word',
    words: ['aes256-gcm', 'aes256-cbc']
  }
} as const satisfies Record<string, SamlSetting>

export type SamlMethod = keyof typeof samlSettings

/** What a method takes. */
export type SamlValue<Method extends SamlMethod> = (typeof samlSettings)[Method] extends infer Setting
  ? Setting extends { words: readonly (infer Word)[] }
    ? Word
    : Setting extends { kind: 'flag' }
      ? boolean
      : Setting extends { kind: 'number' }
        ? number
        : Setting extends { kind: 'texts' }
          ? string[]
          : string
  : never
