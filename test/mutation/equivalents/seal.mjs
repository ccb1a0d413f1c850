/** @type {readonly import('./index.mjs').Equivalent[]} */
export const seal = [
  {
    file: 'lib/core/seal/blind-index.ts',
    line: "return isOurs && is32Bytes(k) ? { kid, bytes: Buffer.from(k, 'base64url') } : fail('ERR_KEY_SET')",
    from: "'ERR_KEY_SET'",
    to: '""',
    because: 'Whatever is thrown here ends as ERR_KEY_SET.'
  },
  {
    file: 'lib/core/seal/canonical.ts',
    line: "if (text.includes('\\\\ud') && text.replaceAll('\\\\\\\\', '').includes('\\\\ud')) fail('ERR_DATA')",
    from: "''",
    to: '"Stryker was here!"',
    because: 'What stands in the place of two backslashes makes no escape of a surrogate.'
  },
  {
    file: 'lib/core/seal/canonical.ts',
    line: "if (text.includes('\\\\ud') && text.replaceAll('\\\\\\\\', '').includes('\\\\ud')) fail('ERR_DATA')",
    from: "'\\\\ud'",
    to: '""',
    because: 'A shortcut: without the first look every text gets the second, with the same outcome.'
  },
  {
    file: 'lib/core/seal/mac.ts',
    line: 'if (parsed.size > 7) parsed.clear()',
    from: 'parsed.size > 7',
    to: 'parsed.size >= 7',
    because: 'One MAC key more or less is remembered.'
  }
]
