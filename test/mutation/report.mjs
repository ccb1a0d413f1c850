// Writes docs/mutation.md from what Stryker reported of each folder.
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { equivalents } from './equivalents/index.mjs'
import { testsOf } from './folders.mjs'

/** @typedef {import('@stryker-mutator/api/core').schema.MutationTestResult} Result */
/** @typedef {import('@stryker-mutator/api/core').schema.MutantResult} Mutant */
/** @typedef {{ file: string, line: number, from: string, to: string, because: string | undefined }} Survivor */

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Percent of the mutants of a folder that have to die. */
const leastPercent = 97

/** @param {string} source @param {Mutant['location']} location */
const textAt = (source, { start, end }) => {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines.push((lines.pop() ?? '').slice(0, end.column - 1))
  lines[0] = (lines[0] ?? '').slice(start.column - 1)
  return lines.map(line => line.trim()).join(' ')
}

/** @param {string} folder */
const resultOf = folder => {
  const path = `${root}/.cache/mutation/${folder}/report.json`
  if (!existsSync(path)) return undefined
  /** @type {Result} */
  const { files } = JSON.parse(readFileSync(path, 'utf8'))
  let killed = 0
  /** @type {Survivor[]} */
  const survivors = []
  for (const [file, { source, mutants }] of Object.entries(files)) {
    for (const { status, location, replacement = '' } of mutants) {
      if (status === 'Killed' || status === 'Timeout') killed++
      if (status !== 'Survived' && status !== 'NoCoverage') continue
      const from = textAt(source, location)
      const to = replacement.replace(/\s+/g, ' ')
      const line = (source.split('\n')[location.start.line - 1] ?? '').trim()
      const known = equivalents.find(
        one => one.file === file && one.line === line && one.from === from && one.to === to
      )
      survivors.push({ file, line: location.start.line, from, to, because: known?.because })
    }
  }
  const all = killed + survivors.length
  return { folder, killed, all, percent: (100 * killed) / all, survivors }
}

/** @param {string} text */
const code = text =>
  `\`${(text.length > 90 ? `${text.slice(0, 89)}…` : text).replaceAll('|', '\\|').replaceAll('`', "'")}\``

/** @param {Survivor} survivor */
const row = ({ file, line, from, to, because }) =>
  `| ${file.replace('lib/', '')}:${line} | ${code(from)} | ${code(to)} | ${because ?? '**not explained**'} |`

/** @returns true where as many died as have to, and of each that lives it is known why */
export const writeReport = async () => {
  const results = Object.keys(testsOf).flatMap(folder => resultOf(folder) ?? [])
  const survivors = results.flatMap(result => result.survivors)
  const text = `# Mutation tests

\`npm run test:mutation\` changes one thing at a time in the folders of \`lib\` below (Stryker: a condition turned, a text emptied, a
statement left out), and runs the tests that cover it: one of them has to fail, for at least ${leastPercent} % of the changes in each folder. This
page is made from the results. It is not part of every run of the CI, since it takes an hour or more;
\`npm run test:mutation -- core/jwe --concurrency 1\` runs one folder, on one core.

| folder | changes | noticed | not | share |
| --- | ---: | ---: | ---: | ---: |
${results.map(({ folder, all, killed, percent }) => `| ${folder} | ${all} | ${killed} | ${all - killed} | ${percent.toFixed(1)} % |`).join('\n')}

## What no test notices

Each of these gives a program that does the same, or differs where nothing is sealed, released, compared or refused.

| where | what stands there | what was tried | why no test can tell |
| --- | --- | --- | --- |
${survivors.map(row).join('\n')}
`
  await writeFile(`${root}/docs/mutation.md`, text)
  const low = results.filter(({ percent }) => percent < leastPercent)
  const open = survivors.filter(({ because }) => !because)
  for (const { folder, percent } of low) console.error(`${folder}: ${percent.toFixed(1)} % is too few`)
  for (const { file, line, to } of open)
    console.error(`${file}:${line}: nobody said why ${to} is not noticed`)
  return low.length === 0 && open.length === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(await writeReport())) process.exitCode = 1
