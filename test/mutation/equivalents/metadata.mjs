/** @type {readonly import('./index.mjs').Equivalent[]} */
export const metadata = [
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
