// `npm run test:mutation [-- FOLDER… [OPTION…]]`, such as core/jwe; without a name all of them. Each change that Stryker makes in a
// folder of lib has to be noticed by a test. Takes an hour or more; what was tried before and did not change is not tried again.
// Options are Stryker's own: `--concurrency 1` leaves a core to others.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { testsOf } from './folders.mjs'
import { writeReport } from './report.mjs'

const words = process.argv.slice(2)
const firstOption = words.findIndex(word => word.startsWith('-'))
const names = firstOption < 0 ? words : words.slice(0, firstOption)
const options = words.slice(names.length)
const unknown = names.filter(name => !Object.hasOwn(testsOf, name))
if (unknown.length > 0)
  throw new TypeError(
    `no folder of ours: ${unknown.join(', ')}; there are ${Object.keys(testsOf).join(', ')}`
  )

const stryker = join(
  dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js'
)
for (const folder of names.length > 0 ? names : Object.keys(testsOf)) {
  console.log(`== ${folder}`)
  execFileSync(process.execPath, [stryker, 'run', 'test/mutation/stryker.config.mjs', ...options], {
    stdio: 'inherit',
    env: { ...process.env, A0SEAL_MUTATED: folder, A0SEAL_RUNS: '0.1' }
  })
}
if (!(await writeReport())) process.exitCode = 1
