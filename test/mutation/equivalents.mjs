// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of code, as they stand.

/**
 * Changes that make no difference, or none in what is sealed, released, compared or refused: each with its line, and the reason.
 *
 * @type {readonly { file: string, line: string, from: string, to: string, because: string }[]}
 */
export const equivalents = [
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
    line: "if (text.includes('\\\\ud') && text.replaceAll('\\\\\\\\', '').includes('\\\\ud')) fail('ERR_DATA')",
    from: "'\\\\ud'",
    to: '""',
    because: 'A shortcut: the second look decides.'
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
    line: 'if (!isArray) names.sort()',
    from: '!isArray',
    to: 'true',
    because: 'Indexes of a list are counted, not looked up in this order.'
  },
  {
    file: 'lib/core/seal/claims.ts',
    line: 'if (Buffer.byteLength(plaintext) === plaintext.length) return plaintext',
    from: 'Buffer.byteLength(plaintext) === plaintext.length',
    to: 'false',
    because: 'A shortcut: counted in bytes, the text of ASCII is the same.'
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
  },
  {
    file: 'lib/core/policy/check.ts',
    line: "...(userMetadataClaim ? [{ ...ofAll, path: 'userMetadataClaim', claim: 'user_metadata' }] : []),",
    from: '[]',
    to: '["Stryker was here"]',
    because: 'A text among the writers has no token and no claim: it meets none.'
  },
  {
    file: 'lib/core/policy/checks/claims.ts',
    line: '} else if (userControlled) {',
    from: '{ return }',
    to: '{}',
    because: 'Nothing follows.'
  },
  {
    file: 'lib/core/policy/checks/copy.ts',
    line: "const [first = '', ...rest] = field.split('.')",
    from: "''",
    to: '"Stryker was here!"',
    because: 'A text that is split has a first part: the default is for the compiler.'
  },
  {
    file: 'lib/core/policy/checks/copy.ts',
    line: "const userControlled = typeof entry === 'object' ? entry.userControlled : undefined",
    from: "typeof entry === 'object'",
    to: 'true',
    because: 'A text has no such member.'
  },
  {
    file: 'lib/core/policy/checks/recipients.ts',
    line: "typeof key.secret === 'string' ? key.secret : undefined",
    from: "typeof key.secret === 'string'",
    to: 'true',
    because: "What is there and no text was refused before: it has not the form of a secret's name."
  },
  {
    file: 'lib/core/policy/checks/release.ts',
    line: "yield* checkUserMadeClaim(path, own(rule.claims, name) ?? '', { namespace, userControlled })",
    from: "''",
    to: '"Stryker was here!"',
    because:
      'What is released in clear has a claim for each of its attributes: the default is for the compiler.'
  },
  {
    file: 'lib/core/policy/checks/slots.ts',
    line: 'const entry = input.attributes?.[index]',
    from: 'input.attributes?.[index]',
    to: 'input.attributes[index]',
    because: 'Attributes come of the input: where one is, it is there.'
  },
  {
    file: 'lib/core/policy/checks/slots.ts',
    line: "const isAccepted = input.acceptLimitations ?? (typeof entry === 'object' && entry.acceptLimitations)",
    from: "typeof entry === 'object'",
    to: 'true',
    because: 'A text has no such member.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: 'const key = action.name.toLowerCase()',
    from: 'action.name.toLowerCase()',
    to: 'action.name.toUpperCase()',
    because: 'Names that a folder takes for one are one in either case.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "if (written.length === 2 || written[0]?.kind === 'deployed')",
    from: 'written[0]?.kind',
    to: 'written[0].kind',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "yield fault(written[0]?.path ?? '', `${action.name} is the name of another Action too`)",
    from: 'written[0]?.path',
    to: 'written[0].path',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "yield fault(written[0]?.path ?? '', `${action.name} is the name of another Action too`)",
    from: "''",
    to: '"Stryker was here!"',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "if (released >= 0 && indexOf('seal-attributes') > released)",
    from: "indexOf('seal-attributes') > released",
    to: "indexOf('seal-attributes') >= released",
    because: 'Two Actions do not stand in one place.'
  },
  {
    file: 'lib/core/policy/policy-shape.ts',
    line: "check?.('', value).every(({ isUnknown }: Fault) => isUnknown) === true",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Only whether something is wrong is asked here, not where.'
  },
  {
    file: 'lib/core/policy/policy-shape.ts',
    line: 'const given = isPlainObject(input) ? Object.entries(input) : []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No member of a policy has such a name.'
  },
  {
    file: 'lib/core/policy/rights.ts',
    line: '.match(/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}+/gu)',
    from: '/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}+/gu',
    to: '/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}/gu',
    because: 'No right is written in letters that have no case.'
  },
  {
    file: 'lib/core/policy/rights.ts',
    line: '?.map(word => word.toLowerCase()) ?? []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'Reads like no right either.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: "policy.slots[slot]?.mode === 'write-only' ? 'public keys' : 'secret keys'",
    from: 'policy.slots[slot]?.mode',
    to: 'policy.slots[slot].mode',
    because: 'The slot is there: the question mark is for the compiler.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: 'if (keys) release[keys] = contentOf(rule.slot)',
    from: 'keys',
    to: 'true',
    because: 'A checked rule names a slot, which has its keys: the condition is for the compiler.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: 'const recipients = rule.audience ? [rule.key] : applications.map(name => policy.applications[name]?.key)',
    from: 'policy.applications[name]?.key',
    to: 'policy.applications[name].key',
    because: 'A checked rule names applications of the policy: the question mark is for the compiler.'
  },
  {
    file: 'lib/core/policy/triggers/input.ts',
    line: "const nameOfFile = (file: string): string => file.replace(/^.*[/\\\\]/, '').replace(/\\.[cm]?[jt]s$/, '')",
    from: '/^.*[/\\\\]/',
    to: '/.*[/\\\\]/',
    because: 'The longest match begins at the start.'
  },
  {
    file: 'lib/core/policy/triggers/input.ts',
    line: "const nameOfFile = (file: string): string => file.replace(/^.*[/\\\\]/, '').replace(/\\.[cm]?[jt]s$/, '')",
    from: '/\\.[cm]?[jt]s$/',
    to: '/\\.[cm]?[jt]s/',
    because: 'Where it stands twice, what is left has a dot, and is refused as a name either way.'
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: 'const names: unknown[] = Array.isArray(value) ? value : isPlainObject(value) ? Object.keys(value) : []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'One name is neither too many nor there twice.'
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: "if (twice >= 0) faults.push(fault(`${path}[${twice}]`, 'is there twice'))",
    from: 'twice >= 0',
    to: 'twice > 0',
    because: 'What is there twice is found at its second place, which is not the first.'
  },
  {
    file: 'lib/core/metadata/remember.ts',
    line: 'if (known && ageSeconds !== undefined && ageSeconds >= 0 && ageSeconds <= maxAgeSeconds) {',
    from: 'known && ageSeconds !== undefined',
    to: 'true',
    because: 'What is no record has no age, and no age is not too old: the conditions are for the compiler.'
  },
  {
    file: 'lib/core/metadata/remember.ts',
    line: 'if (known && ageSeconds !== undefined && ageSeconds >= 0 && ageSeconds <= maxAgeSeconds) {',
    from: 'known && ageSeconds !== undefined',
    to: 'known || ageSeconds !== undefined',
    because: 'What is no record has no age, and no age is not too old: the conditions are for the compiler.'
  },
  {
    file: 'lib/core/metadata/remember.ts',
    line: 'if (known && ageSeconds !== undefined && ageSeconds >= 0 && ageSeconds <= maxAgeSeconds) {',
    from: 'ageSeconds !== undefined',
    to: 'true',
    because: 'What is no record has no age, and no age is not too old: the conditions are for the compiler.'
  }
]
