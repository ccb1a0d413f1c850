import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from '../../../../lib/core/login/explain/shell-word.js'

test.each(['acme-idp', 'con_1', './a/b.json', 'A0SEAL_KEYS=keys.json', 'https://acme.test:1/@x'])(
  '%s is a word as it is',
  text => {
    expect(shellWord(text)).toBe(text)
  }
)

test('whatever a shell would take for more than a word reaches a command as it is', () => {
  const texts = [
    '',
    'a b',
    'x;touch$IFS/tmp/x',
    '$(id)',
    '`id`',
    "it's",
    '"',
    '\\',
    '*',
    '~',
    'a\nb',
    '&&',
    'é'
  ]
  const words = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${texts.map(shellWord).join(' ')}`])
  expect(words.toString().split('\0').slice(0, -1)).toEqual(texts)
})
