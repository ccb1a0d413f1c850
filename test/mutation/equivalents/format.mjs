/** @type {readonly import('./index.mjs').Equivalent[]} */
export const format = [
  {
    file: 'lib/core/format/jwe.ts',
    line: "const parts = typeof value === 'string' && value.length <= jweMaxChars ? value.split('.', 6) : []",
    from: '[]',
    to: '["Stryker was here"]',
    because: 'One part is not five either.'
  }
]
