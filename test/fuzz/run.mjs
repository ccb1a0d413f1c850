// `npm run test:fuzz -- --seconds 60 [--seed N] [--only INDEX]`: mutated inputs to whatever opens or parses. What must come of
// each: an error of ours within 50 ms, or just what was sealed. A finding is had again with its seed and index.
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import * as esbuild from 'esbuild'

/** @typedef {import('./worker.js').Report} Report */

const here = dirname(fileURLToPath(import.meta.url))
const pinned = join(here, '../vectors/pinned')
const maxMs = 50
/** Without any progress for so long, an input hangs. */
const hangMs = 5000

const string = /** @type {const} */ ('string')
const { values } = parseArgs({
  options: { seconds: { type: string }, seed: { type: string }, only: { type: string } }
})
/** @param {string} name @param {string} text */
const numberOf = (name, text) => {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} is a whole number`)
  return Number(text)
}
const seconds = numberOf('seconds', values.seconds ?? '60')
const seed = numberOf('seed', values.seed ?? String(randomInt(1e9)))
const only = values.only === undefined ? undefined : numberOf('only', values.only)

/** @param {string} file @returns {Promise<Report>} */
const fuzz = file =>
  new Promise((resolve, reject) => {
    const current = new SharedArrayBuffer(4)
    const counter = new Int32Array(current)
    const worker = new Worker(file, { workerData: { seed, seconds, only, maxMs, pinned, current } })
    let last = -1
    const watch = setInterval(() => {
      const index = Atomics.load(counter, 0)
      if (index === last) {
        worker.terminate()
        reject(new Error(`input ${index} hangs`))
      }
      last = index
    }, hangMs)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => clearInterval(watch))
  })

console.log(`seed ${seed}`)
const folder = await mkdtemp(join(tmpdir(), 'a0seal-fuzz-'))
try {
  const outfile = join(folder, 'worker.cjs')
  await esbuild.build({
    entryPoints: [join(here, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning'
  })
  const { inputs, milliseconds, slowestMs, perTarget, findings, input } = await fuzz(outfile)
  for (const [target, count] of Object.entries(perTarget)) console.log(`${target}: ${count} inputs`)
  const rate = Math.round((inputs / milliseconds) * 1000)
  console.log(
    `${inputs} inputs, ${rate} a second, the slowest ${slowestMs.toFixed(1)} ms; ${findings.length} findings`
  )
  for (const { index, target, what } of findings)
    console.log(`FOUND --seed ${seed} --only ${index}: ${target}: ${what}`)
  if (input !== undefined) console.log(input)
  if (findings.length > 0) process.exitCode = 1
} catch (error) {
  console.error(`FOUND --seed ${seed}: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
