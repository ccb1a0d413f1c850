import { testsOf } from './folders.mjs'

const folder = process.env.A0SEAL_MUTATED ?? ''
const cache = `.cache/mutation/${folder}`
/** Those inside this one that are run by themselves. */
const inner = Object.keys(testsOf).filter(other => other.startsWith(`${folder}/`))

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [`lib/${folder}/**/*.ts`, ...inner.map(other => `!lib/${other}/**`)],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  // There is none of this name: Stryker would rewrite it with a compiler interface that TypeScript 7 has not.
  tsconfigFile: 'tsconfig.none.json',
  checkers: [],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A machine that others use too is slow: a mutant is not to die of that.
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 20,
  incremental: true,
  incrementalFile: `${cache}/incremental.json`,
  tempDirName: `${cache}/tmp`,
  ignorePatterns: ['.cache', 'bench', 'docs', 'examples', 'build', 'dist', 'types', '.ci'],
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `${cache}/report.json` },
  clearTextReporter: {
    logTests: false,
    reportTests: false,
    allowColor: false,
    allowEmojis: false,
    reportMutants: true,
    reportScoreTable: true
  },
  allowConsoleColors: false
}
