// Makes inputs and runs them until its time is over; counts in shared memory, so that a hang shows from outside.
import { parentPort, workerData } from 'node:worker_threads'
import { createRandom } from './random.js'
import type { Target } from './target.js'
import { createTargets } from './targets.js'

export interface Work {
  seed: number
  seconds: number
  /** One input alone. */
  only?: number | undefined
  maxMs: number
  /** The folder of our pinned values. */
  pinned: string
  /** The number of the input that is being run. */
  current: SharedArrayBuffer
}

export interface Report {
  inputs: number
  milliseconds: number
  slowestMs: number
  /** Target → inputs. */
  perTarget: Record<string, number>
  /** The input as JSON, where it was asked for alone. */
  input?: string
  findings: { index: number; target: string; what: string }[]
}

const findingsMax = 20
const { seed, seconds, only, maxMs, pinned, current } = workerData as Work
const targets = createTargets(pinned)
const counter = new Int32Array(current)

/**
 * Milliseconds of the processor, so that a busy machine makes nothing slow. Measured again where it was, for the garbage
 * collector's work counts too.
 */
const timeOf = (run: () => void): number => {
  let fastest = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 3 && fastest > maxMs; tries++) {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    fastest = Math.min(fastest, (user + system) / 1000)
  }
  return fastest
}

const report: Report = { inputs: 0, milliseconds: 0, slowestMs: 0, perTarget: {}, findings: [] }
const start = performance.now()
for (let index = only ?? 0; ; index++) {
  const target = targets[index % targets.length] as Target
  const input = target.input(createRandom(seed, index))
  if (only !== undefined) report.input = JSON.stringify(input)
  Atomics.store(counter, 0, index)
  try {
    const milliseconds = timeOf(() => target.run(input))
    report.slowestMs = Math.max(report.slowestMs, milliseconds)
    if (milliseconds > maxMs) throw new Error(`took ${Math.round(milliseconds)} ms`)
  } catch (error) {
    report.findings.push({
      index,
      target: target.name,
      what: error instanceof Error ? error.message : String(error)
    })
  }
  report.inputs++
  report.perTarget[target.name] = (report.perTarget[target.name] ?? 0) + 1
  report.milliseconds = performance.now() - start
  const isOver = report.milliseconds > seconds * 1000 || report.findings.length >= findingsMax
  if (isOver || only !== undefined) break
}
parentPort?.postMessage(report)
