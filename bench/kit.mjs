// Prints how many runAction calls of a built Action the testing kit does per second. Needs `npm run compile`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../build/builder/build.js'
import { generateSecretKey } from '../build/core/jwe/generate.js'
import { loadAction, postLoginEvent, runAction } from '../build/testing/index.js'

const runs = 3000
const out = await mkdtemp(join(tmpdir(), 'a0seal-bench-'))
await build({ out })
const file = join(out, 'actions/seal-attributes/code.js')
const secrets = { A0SEAL_KEYS: JSON.stringify({ keys: [generateSecretKey()] }) }
const event = postLoginEvent({ user: { gender: 'f', ethnicity: 'x' } })

/** @param {string} name @param {Parameters<typeof runAction>[0]} action */
const measure = async (name, action) => {
  const once = () => runAction(action, { event, secrets })
  const { outcome, writes, logs } = await once()
  if (outcome.type !== 'completed' || writes.length !== 1) throw new Error(`${name}: ${outcome.type} ${logs}`)
  for (let count = 0; count < runs / 10; count++) await once()
  const start = performance.now()
  for (let count = 0; count < runs; count++) await once()
  const perSecond = (runs / (performance.now() - start)) * 1000
  console.log(`${name.padEnd(32)} ${Math.round(perSecond)} runAction calls per second`)
  return perSecond
}

try {
  const warm = await measure('seal-attributes, one instance', await loadAction(file))
  await measure('seal-attributes, new instances', file)
  if (warm < 1000) process.exitCode = 1
} finally {
  await rm(out, { recursive: true })
}
