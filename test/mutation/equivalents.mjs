/**
 * Changes that make no difference, or none in what is sealed, released, compared or refused: each with its line, and the reason.
 *
 * @type {readonly { file: string, line: string, from: string, to: string, because: string }[]}
 */
export const equivalents = [
  {
    file: 'lib/core/jwe/compact.ts',
    line: "const ciphertext = cipher.update(plaintext, 'utf8')",
    from: "'utf8'",
    to: '""',
    because: 'Node reads and writes UTF-8 where no encoding is said.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "return { plaintext: decipher.update(ciphertext, undefined, 'utf8') + decipher.final('utf8'), key }",
    from: "'utf8'",
    to: '""',
    because: 'Node reads and writes UTF-8 where no encoding is said.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "if (first.alg !== 'ECDH-ES' && first.header === encoded) return { key: first }",
    from: "first.alg !== 'ECDH-ES' && first.header === encoded",
    to: 'false',
    because:
      'A shortcut for the key that sealed most values: without it the header is read, with the same outcome.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "if (first.alg !== 'ECDH-ES' && first.header === encoded) return { key: first }",
    from: "first.alg !== 'ECDH-ES'",
    to: "first.alg === 'ECDH-ES'",
    because:
      'A shortcut for the key that sealed most values: without it the header is read, with the same outcome.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "if (first.alg !== 'ECDH-ES' && first.header === encoded) return { key: first }",
    from: "first.alg !== 'ECDH-ES'",
    to: 'true',
    because: 'A key for key agreement has no header that could be equal.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "if (first.alg !== 'ECDH-ES' && first.header === encoded) return { key: first }",
    from: "'ECDH-ES'",
    to: '""',
    because: 'A key for key agreement has no header that could be equal.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "return key.alg === 'dir' ? key.cek : key.open?.(epk as Point)",
    from: 'key.open?.(epk as Point)',
    to: 'key.open(epk as Point)',
    because: 'Where a key cannot open, undefined and a throw are the same answer: ERR_DECRYPT.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: "decipher.setAAD(key.alg === 'ECDH-ES' ? Buffer.from(header) : key.aad)",
    from: "key.alg === 'ECDH-ES'",
    to: 'true',
    because: 'The key keeps the bytes of this very header.'
  },
  {
    file: 'lib/core/jwe/generate.ts',
    line: "crv === 'P-256' ? generateKeyPairSync('ec', { namedCurve: crv }) : generateKeyPairSync('x25519')",
    from: "crv === 'P-256'",
    to: 'true',
    because: 'Node makes a pair on X25519 under the name of its curve too.'
  },
  {
    file: 'lib/core/jwe/private-keys.ts',
    line: 'return { ...key, open: epk => (epk.crv === point.crv ? deriveKey(agree(epk)) : undefined) }',
    from: 'epk.crv === point.crv',
    to: 'true',
    because: 'Node refuses a point of another curve as well: ERR_DECRYPT both times.'
  },
  {
    file: 'lib/core/jwe/public-keys.ts',
    line: "export const sec1Of = ({ x, y = '' }: Point): Buffer =>",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Every point on P-256 has a y: the default is for the compiler.'
  },
  {
    file: 'lib/core/jwe/public-keys.ts',
    line: "const { x = '' } = publicKey.export({ format: 'jwk' })",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Every public key has an x: the default is for the compiler.'
  },
  {
    file: 'lib/core/jwe/rotation.ts',
    line: "if (index < 0) throw refuse('there is no key of that kid')",
    from: "'there is no key of that kid'",
    to: '""',
    because: 'The words of a message.'
  }
]
