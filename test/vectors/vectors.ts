// Runs on each Node version an Action can meet, started from a file: our own pinned values, and the published vectors.
import assert from 'node:assert/strict'
import { openPinned, pinnedNames, readPinned } from './pinned.js'
import { aesGcm } from './published/aes-gcm.js'
import { aesWrap } from './published/aes-wrap.js'
import { cookbookCases } from './published/cookbook.js'
import { p256, x25519 } from './published/key-agreement.js'
import { keySets } from './published/key-sets.js'
import { hkdfSha256, hmacSha256 } from './published/mac.js'
import { describe, type Tally } from './tally.js'

const [pinnedFolder = '', publishedFolder] = process.argv.slice(2)

const checkPinned = (folder: string): number => {
  const names = pinnedNames(folder)
  for (const name of names) {
    const pinned = readPinned(folder, name)
    const { data, iat, src } = openPinned(pinned)
    assert.deepEqual({ data, iat, ...(src && { src }) }, pinned.claims)
  }
  return names.length
}

const checkPublished = (folder: string): Tally[] => [
  ...[aesGcm, p256, x25519, aesWrap, hkdfSha256, hmacSha256, keySets].map(run => run(folder)),
  ...cookbookCases(folder)
]

console.log(`${process.version}: ${checkPinned(pinnedFolder)} pinned values open`)
if (publishedFolder) {
  const tallies = checkPublished(publishedFolder)
  for (const line of tallies.flatMap(describe)) console.log(`  ${line}`)
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0)
  const failed = sum(tally => tally.failed.length)
  const notApplicable = sum(tally => [...tally.notApplicable.values()].reduce((a, b) => a + b, 0))
  console.log(`${process.version}: ${sum(tally => tally.passed)} published cases passed, ${failed} failed,`)
  console.log(
    `  ${notApplicable} not applicable; ${sum(tally => tally.environment)} checks of what these stand on`
  )
  if (failed > 0) process.exitCode = 1
}
