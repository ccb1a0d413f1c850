import { ratioOf } from './measure.mjs'

/**
 * @typedef {import('./run.mjs').Measured} Measured
 * @typedef {import('./run.mjs').Group} Group
 * @typedef {object} Gate
 * @property {string} name
 * @property {Group} group what to measure again where it is missed
 * @property {number} atMost
 * @property {(measured: Measured) => number} value
 */

/** @param {'200' | '2000'} sample @param {'seal' | 'open'} verb @param {number} atMost @returns {Gate} */
const againstFloor = (sample, verb, atMost) => ({
  name: `dir ${verb}, ${sample} B, against the floor`,
  group: 'pairs',
  atMost,
  value: ({ pairs }) => ratioOf(pairs[sample]?.[verb]?.['ours-dir'] ?? [], pairs[sample]?.[verb]?.floor ?? [])
})

/** @param {string} mode @param {'seal' | 'open'} verb @param {number} times @returns {Gate} */
const againstJose = (mode, verb, times) => ({
  name: `${mode} ${verb}, 200 B, against jose (${times} times faster)`,
  group: 'speed',
  atMost: 1 / times,
  value: ({ speed }) =>
    ratioOf(speed['200']?.[verb]?.[`ours-${mode}`] ?? [], speed['200']?.[verb]?.[`jose-${mode}`] ?? [])
})

/** @param {string} mode @param {string} base @param {number} atMost @returns {Gate} */
const firstSeal = (mode, base, atMost) => ({
  name: `require → first seal, ${mode} against ${base}`,
  group: 'cold',
  atMost,
  value: ({ cold }) => ratioOf(cold[`ours-${mode}`] ?? [], cold[base] ?? [])
})

/** Ratios of one run, since a millisecond of one machine is not that of another. @type {readonly Gate[]} */
export const gates = [
  againstFloor('200', 'seal', 1.5),
  againstFloor('200', 'open', 1.7),
  againstFloor('2000', 'seal', 1.4),
  againstFloor('2000', 'open', 1.5),
  againstJose('dir', 'seal', 10),
  againstJose('dir', 'open', 10),
  againstJose('p256', 'seal', 3),
  againstJose('p256', 'open', 3),
  firstSeal('dir', 'floor', 1.9),
  firstSeal('p256', 'jose-p256', 1 / 3),
  {
    name: 'characters of a sealed 200 B object, dir',
    group: 'characters',
    atMost: 580,
    value: ({ characters }) => characters['200']?.['ours-dir'] ?? Number.NaN
  }
]
