import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { build, innerProperties, policyProperties, readPolicy } from '../../build.mjs'
import { postLoginEvent, preUserRegistrationEvent } from '../../lib/testing/index.js'
import { createAPI } from '../fixtures/api.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair, secretJWK } from '../fixtures/keys.js'

const createFolder = createFolders()

describe("an Action of the repository's policy", () => {
  it.each([
    ['readable', false, 20_000],
    ['minified', true, 8 * 1024]
  ])('%s is within our limit', async (_what, minify, atMost) => {
    const { manifest } = await build({ out: await createFolder(), minify })
    for (const { bytes } of manifest.actions) expect(bytes).toBeLessThanOrEqual(atMost)
  })
})

/** Every name of a member in it, however deep. */
const namesIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)])
    : []

describe('the properties that minifying shortens', () => {
  it('are named by nobody else: events, api, policies, keys, headers, claims and stored values', async () => {
    const folder = fileURLToPath(new URL('../vectors/pinned', import.meta.url))
    const pinned = readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const jwes = pinned.map(({ value }) => (typeof value === 'string' ? value : value.v))
    const headers = jwes.map(jwe => JSON.parse(Buffer.from(jwe.split('.')[0], 'base64url').toString()))
    const config = fileURLToPath(new URL('../fixtures/full.policy.ts', import.meta.url))
    const names = namesIn([
      ...[postLoginEvent(), preUserRegistrationEvent(), createAPI().api, await readPolicy({ config })],
      ...[secretJWK(1), keyPair(1).privateJWK, headers, pinned.map(({ value, claims }) => [value, claims])]
    ])
    for (const known of ['user_metadata', 'setCustomClaim', 'attributes', 'kty', 'epk', 'iat', 'tag'])
      expect(names).toContain(known)
    expect(innerProperties.filter(name => names.includes(name))).toEqual([])
  })

  it('are never asked for by a text, which would stay as it is', async () => {
    const config = fileURLToPath(new URL('minified.policy.ts', import.meta.url))
    const out = await createFolder()
    const { manifest } = await build({ config, out })
    const code = manifest.actions.map(({ file }) => readFileSync(join(out, file), 'utf8')).join('\n')
    const asText = (name: string) => new RegExp(`"${name}" in |\\["${name}"\\]|hasOwn\\([^()]*, "${name}"\\)`)
    expect(code).toMatch(asText('d')) // the pattern finds one that is no name of ours
    expect([...innerProperties, ...policyProperties].filter(name => asText(name).test(code))).toEqual([])
  })
})
