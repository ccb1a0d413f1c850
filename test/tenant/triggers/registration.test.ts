import { expect, test } from 'vitest'
import type { Runtime } from '../../../lib/runtime/runtime.js'
import { startState } from '../../../lib/runtime/state.js'
import { callApi, tokenFor } from '../management/api.js'
import { bound, post, useTenants } from '../setup.js'

const start = useTenants()
const connection = 'Username-Password-Authentication'
const beforeSignup = bound('pre-user-registration', 'onExecutePreUserRegistration', '')

/** Lets no run end before this many have begun: Actions that are all slow at once. */
const runtimeWaitingFor = (runs: number): Runtime => {
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  let begun = 0
  return {
    async run(request) {
      begun += 1
      if (begun === runs) open()
      await opened
      return { outcome: { type: 'completed' }, actions: [], state: startState(request) }
    },
    runRules: () => Promise.reject(new Error('a sign-up runs no Rules')),
    stop: async () => {}
  }
}

const usersNamed = (list: { email?: string }[], email: string) => list.filter(user => user.email === email)

test.each([
  ['two POST /users', ['api', 'api']],
  ['two sign-ups', ['signup', 'signup']],
  ['a sign-up and a POST /users', ['signup', 'api']]
])('%s of one e-mail address at once make one user, however slow the Actions', async (_name, ways) => {
  const tenant = await start({ actions: [beforeSignup], runtime: runtimeWaitingFor(2) })
  const token = await tokenFor(tenant)
  const user = { connection, email: 'new@acme.example', password: 'a-long-password' }
  const statuses = await Promise.all(
    ways.map(async way => {
      const answer =
        way === 'api'
          ? await callApi(tenant, 'users', { method: 'POST', body: user, token })
          : await post(tenant, 'dbconnections/signup', { ...user, client_id: 'hr-web' })
      return answer.status
    })
  )
  expect(statuses.filter(status => status < 300)).toHaveLength(1)
  expect(statuses.filter(status => status === 409 || status === 400)).toHaveLength(1)
  const { body } = await callApi(tenant, 'users', { token })
  expect(usersNamed(body, user.email)).toHaveLength(1)
})

test('users of different names do not stand in each other’s way', async () => {
  const tenant = await start({ actions: [beforeSignup], runtime: runtimeWaitingFor(2) })
  const token = await tokenFor(tenant)
  const create = (email: string) =>
    callApi(tenant, 'users', {
      method: 'POST',
      body: { connection, email, password: 'a-long-password' },
      token
    })
  const answers = await Promise.all([create('one@acme.example'), create('two@acme.example')])
  expect(answers.map(({ status }) => status)).toEqual([201, 201])
})

test('an Action can choose the id of a new user, unless somebody has it', async () => {
  const choose = `api.user.setUserId('from-' + event.user.nickname)`
  const tenant = await start({
    actions: [bound('pre-user-registration', 'onExecutePreUserRegistration', choose)]
  })
  const token = await tokenFor(tenant)
  const create = (email: string) =>
    callApi(tenant, 'users', {
      method: 'POST',
      body: { connection, email, nickname: 'hr', password: 'a-long-password' },
      token
    })
  const { body } = await create('first@acme.example')
  expect(body).toMatchObject({ user_id: 'auth0|from-hr', identities: [{ user_id: 'from-hr' }] })
  expect((await create('second@acme.example')).status).toBe(409)
})
