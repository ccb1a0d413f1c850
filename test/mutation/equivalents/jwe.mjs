/** @type {readonly import('./index.mjs').Equivalent[]} */
export const jwe = [
  {
    file: 'lib/core/jwe/compact.ts',
    line: 'if (first.header === encoded) return { key: first }',
    from: 'first.header === encoded',
    to: 'false',
    because:
      'A shortcut for the key that sealed most values: without it the header is read, with the same outcome.'
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
    line: 'if (parsed.size > 31) parsed.clear()',
    from: 'parsed.size > 31',
    to: 'parsed.size >= 31',
    because: 'One key set more or less is remembered.'
  },
  {
    file: 'lib/core/jwe/private-keys.ts',
    line: 'open: ({ length }, epk) => (length === 0 && epk?.crv === point.crv ? deriveKey(agree(epk)) : undefined)',
    from: 'epk?.crv === point.crv',
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
    file: 'lib/core/jwe/private-keys.ts',
    line: 'open: ({ length }, epk) => (length === 0 && epk?.crv === point.crv ? deriveKey(agree(epk)) : undefined)',
    from: 'epk?.crv',
    to: 'epk.crv',
    because:
      'A header of key agreement has a point. Without one, undefined and a throw are the same answer: ERR_DECRYPT.'
  }
]
