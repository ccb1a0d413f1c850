import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { build, compiledAtOnce } from '../../build.mjs'
import { createFolders } from '../fixtures/folder.js'

const createFolder = createFolders()

const text = `var one = 1;
var plain = function(value) {
  const inner = function() {
  };
  return { inner };
};
function rare() {
}
exports.handler = async function(event, api) {
  plain(event);
};
`

it('puts parentheses around each function at the top of a text, and changes nothing else', () => {
  expect(compiledAtOnce(text)).toBe(`var one = 1;
var plain = (function(value) {
  const inner = function() {
  };
  return { inner };
});
function rare() {
}
exports.handler = (async function(event, api) {
  plain(event);
});
`)
})

it('finds them all in the Actions of every feature', async () => {
  const out = await createFolder()
  const config = fileURLToPath(new URL('../fixtures/full.policy.ts', import.meta.url))
  const { manifest } = await build({ config, out })
  for (const { file } of manifest.actions) {
    const code = readFileSync(join(out, file), 'utf8')
    expect(code.match(/^\S.* = (?:async )?function|^\S.* => /gm)).toBe(null)
    expect(code.match(/^var \w+ = \((?:async )?function/gm)?.length).toBeGreaterThan(5)
  }
})
