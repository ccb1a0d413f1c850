// The folders whose every line is changed, each with the tests that cover it.

/** @type {Readonly<Record<string, readonly string[]>>} */
export const testsOf = {
  'core/jwe': ['test/core/{jwe,seal,format}/*.test.ts'],
  'core/seal': [
    'test/core/{seal,jwe,format}/*.test.ts',
    'test/core/sealer.test.ts',
    'test/core/login/guard-signup.test.ts',
    'test/core/login/seal/write-only.test.ts'
  ],
  'core/format': ['test/core/{format,jwe,seal}/*.test.ts', 'test/reader/*.test.ts'],
  'core/login': [
    'test/core/{login,database}/**/*.test.ts',
    'test/handlers.test.ts',
    'test/rules/rule-step.test.ts',
    'test/features/any-event.test.ts'
  ],
  'core/login/explain': ['test/core/login/explain/*.test.ts'],
  'core/policy': ['test/core/policy/**/*.test.ts'],
  'core/claims': ['test/core/claims/*.test.ts', 'test/core/login/copy.test.ts'],
  'core/metadata': ['test/core/metadata/*.test.ts', 'test/core/login/seal/*.test.ts'],
  reader: ['test/reader/*.test.ts']
}
