/** @type {readonly import('./index.mjs').Equivalent[]} */
export const explain = [
  {
    file: 'lib/core/login/explain/at-rest.ts',
    line: 'const identities = Array.isArray(user.identities) ? user.identities : []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'A text is no identity.'
  },
  {
    file: 'lib/core/login/explain/copying.ts',
    line: 'const note = decision.notes.find(({ fields }) => fields?.includes(name))',
    from: 'fields?.includes',
    to: 'fields.includes',
    because: 'Each note of a copy names its field: the question mark is for the compiler.'
  },
  {
    file: 'lib/core/login/explain/held.ts',
    line: "return typeof jwe === 'string' && jweHeader(jwe)",
    from: "typeof jwe === 'string'",
    to: 'true',
    because: 'What is no text has no header: the condition is for the compiler.'
  },
  {
    file: 'lib/core/login/explain/held.ts',
    line: '} catch {',
    from: '{ return undefined // why it does not open is what the notes of the decision say }',
    to: '{}',
    because: 'Nothing follows: undefined either way.'
  },
  {
    file: 'lib/core/login/explain/key-commands.ts',
    line: "const { slots = {}, container = '' } = policy ?? {}",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Without a policy there is no slot whose place would be made of it.'
  }
]
