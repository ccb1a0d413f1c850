import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTokenStore } from '../../../lib/tenant/oidc/adapter.js'

afterEach(() => vi.useRealTimers())
const create = () => createTokenStore(clientId => (clientId === 'app' ? { client_id: 'app' } : undefined))

describe('the store', () => {
  test('lets a code or token be used up once', async () => {
    const codes = create().adapter('AuthorizationCode')
    await codes.upsert('a', { jti: 'a' }, 60)
    const uses = await Promise.allSettled([codes.consume('a'), codes.consume('a'), codes.consume('b')])
    expect(uses.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('forgets what has expired', async () => {
    vi.useFakeTimers()
    const codes = create().adapter('AuthorizationCode')
    await codes.upsert('a', { jti: 'a' }, 60)
    vi.advanceTimersByTime(60_000)
    expect(await codes.find('a')).toBeUndefined()
  })

  test('revokes the tokens of a grant, and of no other', async () => {
    const tokens = create().adapter('RefreshToken')
    await tokens.upsert('a', { grantId: 'one' }, 60)
    await tokens.upsert('b', { grantId: 'one' }, 60)
    await tokens.upsert('c', { grantId: 'two' }, 60)
    await tokens.revokeByGrantId('one')
    expect(await Promise.all(['a', 'b', 'c'].map(id => tokens.find(id)))).toEqual([
      undefined,
      undefined,
      { grantId: 'two' }
    ])
  })

  test('finds a session by uid, under its newest id', async () => {
    const sessions = create().adapter('Session')
    await sessions.upsert('old', { uid: 'u', jti: 'old' }, 60)
    await sessions.upsert('new', { uid: 'u', jti: 'new' }, 60)
    await sessions.destroy('old')
    expect(await sessions.findByUid('u')).toMatchObject({ jti: 'new' })
  })

  test('reads applications from the tenant', async () => {
    const clients = create().adapter('Client')
    expect(await clients.find('app')).toEqual({ client_id: 'app' })
    expect(await clients.find('other')).toBeUndefined()
  })
})
