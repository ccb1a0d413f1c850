import { expect, it } from 'vitest'
import { failureOf, runBodies } from '../../pipeline.js'

it('takes the providers there are', async () => {
  for (const provider of ['none', 'guardian', 'google-authenticator', 'duo', 'any']) {
    expect(await failureOf(`api.multifactor.enable('${provider}')`)).toBe('completed')
  }
  expect(await failureOf(`api.multifactor.enable('sms')`)).toContain('must be one of')
})

it('takes null for its options', async () => {
  expect((await runBodies([`api.multifactor.enable('any', null)`])).state.multifactor?.provider).toBe('any')
})

it('keeps the options of a provider', async () => {
  const body = `api.multifactor.enable('duo', { providerOptions: { host: 'h', ikey: 'i', skey: 's' } })`
  expect((await runBodies([body])).state.multifactor?.providerOptions).toEqual({
    host: 'h',
    ikey: 'i',
    skey: 's'
  })
})
