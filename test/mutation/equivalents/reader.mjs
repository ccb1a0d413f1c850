// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of code, as they stand.

/** @type {readonly import('./index.mjs').Equivalent[]} */
export const reader = [
  {
    file: 'lib/reader/base64url.ts',
    line: "if (typeof text !== 'string') return undefined",
    from: "typeof text !== 'string'",
    to: 'false',
    because: 'What is no text is never what its bytes are when encoded anew.'
  },
  {
    file: 'lib/reader/base64url.ts',
    line: '} catch {',
    from: "{ return undefined // jose's error may quote the text }",
    to: '{}',
    because: 'Nothing follows: undefined either way.'
  },
  {
    file: 'lib/reader/base64url.ts',
    line: "const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
    from: "'utf-8'",
    to: '""',
    because:
      'Noticed, but not by a test: the reader does not load then, and Stryker counts only tests that ran and failed.'
  },
  {
    file: 'lib/reader/jwe.ts',
    line: '} catch {',
    from: '{ return undefined // bytes that are no text }',
    to: '{}',
    because: 'Nothing follows: undefined either way.'
  },
  {
    file: 'lib/reader/jwe.ts',
    line: "const [encoded = '', ...rest] = splitJWE(value) ?? []",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Where there are no parts, the value is refused before the header is read.'
  },
  {
    file: 'lib/reader/jwe.ts',
    line: "const [encoded = '', ...rest] = splitJWE(value) ?? []",
    from: '[]',
    to: '["Stryker was here"]',
    because: 'Where there are no parts, the value is refused before the header is read.'
  },
  {
    file: 'lib/reader/jwe.ts',
    line: 'const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [contentEncryption] }',
    from: '{ keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [contentEncryption] }',
    to: '{}',
    because: 'The header was compared before, character by character: it says nothing else.'
  },
  {
    file: 'lib/reader/key-set.ts',
    line: 'const [member, ours] = (isPlainObject(input) && otherwise(input)) || []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'A text says nothing of what a key is for.'
  },
  {
    file: 'lib/reader/mac.ts',
    line: 'if (!signature) return false',
    from: '!signature',
    to: 'false',
    because: 'WebCrypto refuses what are no bytes, and that is ERR_MAC as well.'
  },
  {
    file: 'lib/reader/mac.ts',
    line: "if (!(await verify(claims, kid).catch(() => false))) throw new A0sealError('ERR_MAC')",
    from: '() => false',
    to: '() => undefined',
    because: 'Undefined is no agreement either.'
  },
  {
    file: 'lib/reader/pem.ts',
    line: "const pem = text.replaceAll('\\\\r', '').replaceAll('\\\\n', '\\n')",
    from: "'\\n'",
    to: '""',
    because: 'A PEM is read with line breaks or without.'
  },
  {
    file: 'lib/reader/pem.ts',
    line: "if (stop < 0) throw unusable('is cut off: its end is missing')",
    from: 'stop < 0',
    to: 'stop <= 0',
    because: 'The end stands behind the beginning: never at 0.'
  },
  {
    file: 'lib/reader/pem.ts',
    line: 'others.find(([label]) => pem.includes(`-----BEGIN ${label}-----`)) ?? []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'The first of the two is left out either way.'
  },
  {
    file: 'lib/reader/private-key-forms.ts',
    line: "return importPKCS8(pkcs8, 'ECDH-ES', { extractable: false }).catch(() => undefined)",
    from: '{ extractable: false }',
    to: '{}',
    because: 'What jose does by default, said for who reads the code.'
  }
]
