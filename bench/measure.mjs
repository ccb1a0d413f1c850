/** @typedef {() => unknown} Operation */

/** @param {number[]} numbers */
export const median = numbers => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

/** Microseconds for one of so many runs in a row. What is asynchronous is awaited each time, as a login does. */
const timeOf = async (/** @type {Operation} */ operation, /** @type {number} */ runs) => {
  const start = performance.now()
  const first = operation()
  if (first instanceof Promise) {
    await first
    for (let i = 1; i < runs; i++) await operation()
  } else {
    for (let i = 1; i < runs; i++) operation()
  }
  return ((performance.now() - start) / runs) * 1000
}

/** Runs it for so many milliseconds, and answers with the microseconds for one run at the end of them. */
const warmUp = async (/** @type {Operation} */ operation, /** @type {number} */ milliseconds) => {
  const end = performance.now() + milliseconds
  let time = await timeOf(operation, 1)
  while (performance.now() < end) time = await timeOf(operation, Math.max(1, Math.round(1000 / time)))
  return time
}

/**
 * Runs the operations in turn, round after round, so that a busy moment of the machine meets them all.
 *
 * @param {Record<string, Operation>} operations
 * @param {{ rounds: number, batchMs: number, warmUpMs: number }} options `warmUpMs` of each: until V8 has done with it
 * @returns {Promise<Record<string, number[]>>} microseconds for one run, of each round
 */
export const measureInTurn = async (operations, { rounds, batchMs, warmUpMs }) => {
  /** @type {{ name: string, operation: Operation, runs: number, times: number[] }[]} */
  const all = []
  for (const [name, operation] of Object.entries(operations)) {
    const warm = await warmUp(operation, warmUpMs)
    all.push({ name, operation, runs: Math.max(1, Math.round((batchMs * 1000) / warm)), times: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (const { operation, runs, times } of all) times.push(await timeOf(operation, runs))
  }
  return Object.fromEntries(all.map(({ name, times }) => [name, times]))
}

/** How many times slower one is than the other: the median over rounds, each compared with itself. @param {number[]} times @param {number[]} base */
export const ratioOf = (times, base) => median(times.map((time, round) => time / (base[round] ?? Number.NaN)))
