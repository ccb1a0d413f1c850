// `npm run test:interop`: other implementations open what the core sealed, in each mode they know,
// with keys just as the core makes them. Debian packages
// python3-jwcrypto and jose (latchset). Where one is missing it is skipped, which in CI is a failure.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { compactDecrypt } from 'jose'

/**
 * @typedef {import('./values.js').Value} Value
 * @typedef {{ header: Record<string, unknown>, plaintext: string }} Opened
 * @typedef {object} Implementation
 * @property {string} name
 * @property {Value['mode'][]} modes that it knows
 * @property {() => boolean} isThere
 * @property {(value: Value, folder: string) => Promise<Opened>} open
 */

const here = dirname(fileURLToPath(import.meta.url))

/** Debian's first: a Python of somebody's own in PATH does not see Debian's packages. */
const python = ['/usr/bin/python3', 'python3'].find(
  binary => spawnSync(binary, ['-c', 'import jwcrypto.jwe'], { stdio: 'ignore' }).status === 0
)

/** What a command prints; throws where it fails. @param {string} command @param {string[]} args @param {string} input */
const output = (command, args, input) =>
  execFileSync(command, args, { input, encoding: 'utf8', stdio: 'pipe' })

/** @param {Value} value the part of it that everybody can read @returns {Record<string, unknown>} */
const headerOf = ({ jwe }) => JSON.parse(Buffer.from(jwe.split('.', 1)[0] ?? '', 'base64url').toString())

/** @type {Implementation[]} */
const implementations = [
  {
    name: 'jose (npm)',
    modes: ['dir', 'A256KW', 'ECDH-ES P-256', 'ECDH-ES X25519'],
    isThere: () => true,
    async open({ jwe, jwk }) {
      const { protectedHeader, plaintext } = await compactDecrypt(jwe, jwk)
      return { header: protectedHeader, plaintext: new TextDecoder().decode(plaintext) }
    }
  },
  {
    name: 'python3-jwcrypto',
    modes: ['dir', 'A256KW', 'ECDH-ES P-256', 'ECDH-ES X25519'],
    isThere: () => python !== undefined,
    async open({ jwe, jwk }) {
      const input = JSON.stringify({ jwe, jwk })
      const script = join(here, 'jwcrypto_open.py')
      return JSON.parse(output(python ?? '', [script], input))
    }
  },
  {
    name: 'latchset jose',
    modes: ['dir', 'A256KW', 'ECDH-ES P-256'],
    isThere: () => spawnSync('jose', ['alg'], { stdio: 'ignore' }).status === 0,
    async open(value, folder) {
      const key = join(folder, 'key.jwk')
      await writeFile(key, JSON.stringify(value.jwk), { mode: 0o600 })
      const args = ['jwe', 'dec', '-i', '-', '-k', key, '-O', '-']
      // It prints the text alone; that it could open it shows that it read the header as we do.
      return { header: headerOf(value), plaintext: output('jose', args, value.jwe) }
    }
  }
]

/** @param {string} why */
const skip = why => {
  console.log(`skipped: ${why}`)
  if (process.env.CI) process.exitCode = 1
}

/** @param {string} folder @returns {Promise<Value[]>} */
const sealValues = async folder => {
  const outfile = join(folder, 'values.cjs')
  await esbuild.build({
    entryPoints: [join(here, 'values.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning'
  })
  return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' }))
}

/** @param {Value} value */
const damaged = value => {
  const [header, encryptedKey, iv, ciphertext] = value.jwe.split('.')
  const tag = Buffer.alloc(16).toString('base64url')
  return { ...value, jwe: [header, encryptedKey, iv, ciphertext, tag].join('.') }
}

const folder = await mkdtemp(join(tmpdir(), 'a0seal-interop-'))
try {
  const values = await sealValues(folder)
  for (const { name, modes, isThere, open } of implementations) {
    if (!isThere()) {
      skip(`${name} is not installed`)
      continue
    }
    for (const value of values.filter(({ mode }) => modes.includes(mode))) {
      const { header, plaintext } = await open(value, folder)
      const { epk, ...rest } = header
      assert.deepEqual(rest, value.header)
      assert.equal(epk !== undefined, value.mode.startsWith('ECDH-ES'))
      assert.deepEqual(JSON.parse(plaintext), value.claims)
      await assert.rejects(async () => open(damaged(value), folder), `${name} opens anything`)
      console.log(`${name} opens ${value.mode}, and not with another tag`)
    }
    for (const { mode } of values.filter(({ mode }) => !modes.includes(mode))) {
      console.log(`${name} does not know ${mode}: not applicable`)
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
