import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { keyFileFor, noKeysCommand, secretCommand } from '../../../../lib/core/login/explain/key-commands.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
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
  const secrets = ['A0SEAL_KEYS', 'A0SEAL_HR_WEB_KEY', 'A0SEAL_MAC_KEY', 'PAYROLL_KEYS', 'ODD']
  const files = secrets.map(keyFileFor)
  expect(files).toEqual([
    'keys.json',
    'hr-web.keys.json',
    'mac.keys.json',
    'payroll.keys.json',
    'odd.keys.json'
  ])
  const patterns = (await readFile('template/gitignore', 'utf8')).split('\n').filter(Boolean)
  const isIgnored = (file: string) =>
    patterns.some(pattern =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(file)
    )
  expect([...files, ...files.map(file => `${file}.next`)].filter(file => !isIgnored(file))).toEqual([])
})

test('keys are made where nothing is sealed yet', () => {
  expect(secretCommand('A0SEAL_KEYS', 'secret keys', nobody)).toBe(
    'npx a0seal keys generate --for slots --out keys.json'
  )
  expect(secretCommand('A0SEAL_HR_WEB_KEY', 'public key', { policy, user })).toBe(
    'npx a0seal keys generate --for application --out hr-web.keys.json --public-out hr-web.public.json'
  )
  expect(secretCommand('ROLES_KEY', 'own', nobody)).toBe('set ROLES_KEY in the environment')
  expect(noKeysCommand(nobody)).toBe('npx a0seal keys generate --out keys.json')
})

test('where something is sealed, the keys of it are named: new ones would open nothing', () => {
  expect(secretCommand('PAYROLL_KEYS', 'secret keys', { policy, user })).toBe(
    `npx a0seal deploy --keys PAYROLL_KEYS=FILE, with the key set that has ${kid(2)}: what is stored is sealed with it`
  )
  expect(secretCommand('A0SEAL_MAC_KEY', 'MAC key', { policy, user })).toContain('with the key of before')
  expect(noKeysCommand({ policy, user })).toContain(`the key set that has ${kid(1)}, ${kid(2)}:`)
  expect(noKeysCommand({ policy: undefined, user })).toContain(kid(1))
})
