/** @type {readonly import('./index.mjs').Equivalent[]} */
export const login = [
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
