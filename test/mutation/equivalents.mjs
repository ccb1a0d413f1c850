/**
 * Changes that make no difference, or none in what is sealed, released, compared or refused: each with its line, and the reason.
 *
 * @type {readonly { file: string, line: string, from: string, to: string, because: string }[]}
 */
export const equivalents = [
  {
    file: 'lib/core/jwe/compact.ts',
    line: 'if (first.header === encoded) return { key: first }',
    from: 'first.header === encoded',
    to: 'false',
    because:
      'A shortcut for the key that sealed most values: without it the header is read, with the same outcome.'
  },
  {
    file: 'lib/core/jwe/compact.ts',
    line: 'const cek = key.open?.(encryptedKey, epk)',
    from: 'key.open?.(encryptedKey, epk)',
    to: 'key.open(encryptedKey, epk)',
    because: 'Where a key cannot open, undefined and a throw are the same answer: ERR_DECRYPT.'
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
    file: 'lib/core/seal/blind-index.ts',
    line: "return isOurs && is32Bytes(k) ? { kid, bytes: Buffer.from(k, 'base64url') } : fail('ERR_KEY_SET')",
    from: "'ERR_KEY_SET'",
    to: '""',
    because: 'Whatever is thrown here ends as ERR_KEY_SET.'
  },
  {
    file: 'lib/core/seal/canonical.ts',
    line: "if (text.replaceAll('\\\\\\\\', '').includes('\\\\ud')) fail('ERR_DATA')",
    from: "''",
    to: '"Stryker was here!"',
    because: 'What stands in the place of two backslashes makes no escape of a surrogate.'
  },
  {
    file: 'lib/core/seal/mac.ts',
    line: 'if (parsed.size > 7) parsed.clear()',
    from: 'parsed.size > 7',
    to: 'parsed.size >= 7',
    because: 'One MAC key more or less is remembered.'
  },
  {
    file: 'lib/core/login/run-facts.ts',
    line: "const { protocol, subject_token_type = '', actor } = transaction ?? {}",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Neither is a type that Auth0 has.'
  },
  {
    file: 'lib/core/login/run-facts.ts',
    line: 'sub: required(event.user?.user_id)',
    from: 'event.user?.user_id',
    to: 'event.user.user_id',
    because: 'Without a profile the step has failed before this.'
  },
  {
    file: 'lib/core/login/release/recipient.ts',
    line: "const [name = '', application = {}] =",
    from: "''",
    to: '"Stryker was here!"',
    because: 'No application of a policy has such a name.'
  },
  {
    file: 'lib/core/login/release/recipient.ts',
    line: 'Object.entries(policy.applications).find(([, known]) => known.client_id === client_id) ?? []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No application of a policy has such a name.'
  },
  {
    file: 'lib/core/login/seal/brought.ts',
    line: 'const brought: Brought = { data: {}, removed: [] }',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No slot has an attribute of that name: there is nothing to remove.'
  },
  {
    file: 'lib/core/login/seal/brought.ts',
    line: "const brought: Brought = { data: {}, removed: [], src: 'user' }",
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No slot has an attribute of that name: there is nothing to remove.'
  },
  {
    file: 'lib/core/login/seal/seal-attributes.ts',
    line: 'sealReadable(run, content, { data: {}, removed: [] })',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No slot has an attribute of that name: there is nothing to remove.'
  },
  {
    file: 'lib/core/login/seal/elsewhere.ts',
    line: "![connection?.name, connection?.strategy].some(name => connections.includes(name ?? ''))",
    from: "''",
    to: '"Stryker was here!"',
    because: 'No policy names such a connection.'
  },
  {
    file: 'lib/core/login/seal/seal-readable.ts',
    line: 'if (isLocked(stored) && !isReplaced) return false',
    from: 'false',
    to: 'true',
    because: 'Nothing was brought then: there is no field to take out of user_metadata.'
  },
  {
    file: 'lib/core/login/seal/seal-readable.ts',
    line: 'if (Object.keys(writes).length === 0) return true',
    from: 'Object.keys(writes).length === 0',
    to: 'false',
    because: 'A shortcut: to write nothing is always possible, and writes nothing.'
  },
  {
    file: 'lib/core/login/seal/seal-user-metadata.ts',
    line: "for (const sub of signupSubjects(event.connection?.name ?? '', event.user)) {",
    from: "''",
    to: '"Stryker was here!"',
    because: 'No sign-up was for a connection of either name.'
  },
  {
    file: 'lib/core/login/seal/seal-user-metadata.ts',
    line: "const content = contentOf(run, atRest.code === 'ERR_FORMAT' ? openProvisional(run, atRest) : atRest)",
    from: "atRest.code === 'ERR_FORMAT'",
    to: 'true',
    because: 'A value at rest never opens as one of a sign-up: it has another typ.'
  },
  {
    file: 'lib/core/login/seal/seal-user-metadata.ts',
    line: "note({ code: stored.code ?? 'ERR_UNEXPECTED', failed: true })",
    from: "'ERR_UNEXPECTED'",
    to: '""',
    because: 'What is locked has a code: the default is for the compiler.'
  }
]
