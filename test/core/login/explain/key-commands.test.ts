import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { kidOf } from '../../../../lib/core/login/explain/held.js'
import {
  inspectCommand,
  keyFileFor,
  noKeysCommand,
  secretCommand
} from '../../../../lib/core/login/explain/key-commands.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import type { SecretContent } from '../../../../lib/core/policy/secrets.js'
import { createSealer } from '../../../../lib/sealer.js'
import { keySetText, secretJWK } from '../../../fixtures/keys.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender'] },
    payroll: { attributes: ['iban'], keys: 'PAYROLL_KEYS' }
  }
})
const sealedBy = (digit: number, slot: string) =>
  createSealer(keySetText(secretJWK(digit)), { tenant: 'acme' }).seal({}, { user: 'u', slot })
const kid = (digit: number) => String(secretJWK(digit).kid)
const user = {
  app_metadata: {
    sealed_demographics: sealedBy(1, 'demographics'),
    sealed_payroll: sealedBy(2, 'payroll'),
    theirs: 'x.y.z'
  }
}
const nobody = { policy, user: {} }

test('the file of a secret has a name that git ignores where init was run, and so has what a rotation leaves if it is killed', async () => {
  const secrets = [
    'A0SEAL_KEYS',
    'A0SEAL_HR_WEB_KEY',
    'A0SEAL_MAC_KEY',
    'PAYROLL_KEYS',
    'ODD',
    'KEY',
    'MONKEY',
    'KEYS_OF_MY_A0SEAL_KEY'
  ]
  const files = secrets.map(keyFileFor)
  expect(files).toEqual([
    'keys.json',
    'hr-web.keys.json',
    'mac.keys.json',
    'payroll.keys.json',
    'odd.keys.json',
    'keys.json',
    'monkey.keys.json',
    'keys-of-my-a0seal.keys.json'
  ])
  const patterns = (await readFile('template/gitignore', 'utf8')).split('\n').filter(Boolean)
  const isIgnored = (file: string) =>
    patterns.some(pattern =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(file)
    )
  expect([...files, ...files.map(file => `${file}.next`)].filter(file => !isIgnored(file))).toEqual([])
})

const generate = 'npx a0seal keys generate'

test.each<[string, SecretContent, string]>([
  ['A0SEAL_KEYS', 'secret keys', `${generate} --for slots --out keys.json`],
  ['PAYROLL_KEYS', 'public keys', `${generate} --for slots --alg ECDH-ES --out payroll.keys.json`],
  [
    'A0SEAL_HR_WEB_KEY',
    'public key',
    `${generate} --for application --out hr-web.keys.json --public-out hr-web.public.json`
  ],
  ['A0SEAL_MAC_KEY', 'MAC key', `${generate} --for mac --out mac.keys.json`],
  ['A0SEAL_INDEX_KEYS', 'index keys', `${generate} --for index --out index.keys.json`],
  ['ROLES_KEY', 'own', 'set ROLES_KEY in the environment']
])('keys are made where nothing is sealed yet: %s', (secret, content, command) => {
  expect(secretCommand(secret, content, nobody)).toBe(command)
  expect(secretCommand(secret, content, { policy: undefined })).toBe(command)
  expect(secretCommand(secret, content, { policy, user: { app_metadata: 'x' } })).toBe(command)
})

const deploy = 'npx a0seal deploy --keys'
const sealedWith = (...kids: string[]) =>
  `with the key set that has ${kids.join(', ')}: what is stored is sealed with it`

test.each<[string, SecretContent, string]>([
  ['PAYROLL_KEYS', 'secret keys', `${deploy} PAYROLL_KEYS=FILE, ${sealedWith(kid(2))}`],
  ['PAYROLL_KEYS', 'public keys', `${deploy} PAYROLL_KEYS=FILE, ${sealedWith(kid(2))}`],
  ['A0SEAL_KEYS', 'secret keys', `${deploy} A0SEAL_KEYS=FILE, ${sealedWith(kid(1))}`],
  ['OTHER_KEYS', 'secret keys', `${generate} --for slots --out other.keys.json`],
  [
    'A0SEAL_MAC_KEY',
    'MAC key',
    `${deploy} A0SEAL_MAC_KEY=FILE, with the key of before: what is stored needs it`
  ],
  [
    'A0SEAL_INDEX_KEYS',
    'index keys',
    `${deploy} A0SEAL_INDEX_KEYS=FILE, with the key of before: what is stored needs it`
  ],
  [
    'A0SEAL_HR_WEB_KEY',
    'public key',
    `${generate} --for application --out hr-web.keys.json --public-out hr-web.public.json`
  ],
  ['ROLES_KEY', 'own', 'set ROLES_KEY in the environment']
])(
  'where something is sealed, the keys of it are named, since new ones would open nothing: %s',
  (secret, content, command) => {
    expect(secretCommand(secret, content, { policy, user })).toBe(command)
  }
)

test('where it is not known which secret lacks its keys, all keys are named, each once', () => {
  expect(noKeysCommand(nobody)).toBe(`${generate} --out keys.json`)
  expect(noKeysCommand({ policy, user })).toBe(`${deploy} NAME=FILE, ${sealedWith(kid(1), kid(2))}`)
  const app_metadata = { a: sealedBy(1, 'a'), b: sealedBy(1, 'b') }
  expect(noKeysCommand({ policy: undefined, user: { app_metadata } })).toBe(
    `${deploy} NAME=FILE, ${sealedWith(kid(1))}`
  )
})

test('no key is named by an id that is no plain text, which a value of anybody may have', () => {
  const header = { alg: 'dir', enc: 'A256GCM', kid: 'a; rm', typ: 'a0seal+jwt' }
  const value = `${Buffer.from(JSON.stringify(header)).toString('base64url')}..x.x.x`
  expect(kidOf(value)).toBe(header.kid)
  expect(noKeysCommand({ policy, user: { app_metadata: { value } } })).toBe(`${generate} --out keys.json`)
})

test('keys that are there are looked at', () => {
  expect(inspectCommand).toBe('npx a0seal keys inspect keys.json')
})
