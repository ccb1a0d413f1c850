/** @type {readonly import('./index.mjs').Equivalent[]} */
export const jwe = [
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
    file: 'lib/core/jwe/key-set.ts',
    line: "if (!first) return fail('ERR_KEY_SET')",
    from: '!first',
    to: 'false',
    because: 'A first key that is none of ours ends as ERR_KEY_SET a line later as well.'
  },
  {
    file: 'lib/core/jwe/key-set.ts',
    line: 'if (parsed.size > 31) parsed.clear()',
    from: 'parsed.size > 31',
    to: 'parsed.size >= 31',
    because: 'One key set more or less is remembered.'
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
  }
]
