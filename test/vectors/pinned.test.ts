import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openPinned, pinnedNames, readPinned } from './pinned.js'

const folder = fileURLToPath(new URL('pinned', import.meta.url))

describe('a value that was written once', () => {
  it('is pinned for each format', () => {
    expect(pinnedNames(folder)).toMatchInlineSnapshot(`
      [
        "at-rest-a256kw.json",
        "at-rest-dir-from-user.json",
        "at-rest-dir.json",
        "released-p256.json",
        "released-x25519.json",
        "sign-up-dir.json",
        "write-only-p256-fingerprint.json",
        "write-only-p256.json",
        "write-only-x25519-fingerprint.json",
        "write-only-x25519.json",
      ]
    `)
  })

  it.each(pinnedNames(folder))('opens still: %s', name => {
    const pinned = readPinned(folder, name)
    const { iss, sub, aud, mac, ...content } = openPinned(pinned)
    expect(content).toEqual(pinned.claims)
    expect({ iss, sub, aud }).toEqual(pinned.binding)
  })

  it.each(pinnedNames(folder))('has keys that say what they are: %s', name => {
    const { keys, macKey } = readPinned(folder, name)
    const secrets = keys.keys.map(({ k, d }) => k ?? d)
    for (const secret of [...secrets, ...(macKey ? [macKey] : [])]) {
      expect(Buffer.from(String(secret), 'base64url').toString()).toMatch(/^a0seal TEST KEY/)
    }
  })
})
