// The folders whose every line is changed, each with the tests that cover it.

/** @type {Readonly<Record<string, readonly string[]>>} */
export const testsOf = {
  'core/jwe': ['test/core/{jwe,seal,format}/*.test.ts'],
  'core/seal': [
    'test/core/{seal,jwe,format}/*.test.ts',
    'test/core/login/**/*.test.ts',
    'test/core/sealer.test.ts'
  ],
  'core/format': ['test/core/{format,jwe,seal}/*.test.ts', 'test/reader/*.test.ts'],
  'core/login': [
    'test/handlers.test.ts',
    'test/core/{login,database}/**/*.test.ts',
    'test/rules/rule-step.test.ts',
    'test/features/any-event.test.ts'
  ],
  'core/policy': ['test/core/{policy,login}/**/*.test.ts'],
  'core/claims': ['test/core/{claims,login}/**/*.test.ts'],
  'core/metadata': ['test/core/{metadata,login}/**/*.test.ts'],
  reader: ['test/reader/*.test.ts']
}
