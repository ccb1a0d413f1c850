import { expect, test } from 'vitest'
import { inspectorPage } from '../../../../lib/tenant/inspector/view/page.js'
import { textOf } from '../lanes.js'
import { inspectedLogin, inspectedRun } from '../login.js'

const tryable = { url: 'http://localhost/try', clients: [], people: [], connections: [], organizations: [] }

test('a login that cannot be explained takes neither the list nor its page down', () => {
  const broken = inspectedLogin({
    id: 'broken',
    user: { id: 'b', name: 'Bob' },
    runs: [
      Object.defineProperty(inspectedRun(), 'actions', {
        get() {
          throw new Error('canary')
        }
      })
    ]
  })
  const sound = inspectedLogin({ id: 'sound', user: { id: 'a', name: 'Ann' } })
  const listed = { logins: [broken, sound], page: 1, pages: 1, version: 1 }
  const pageOf = (login: typeof sound) =>
    textOf(String(inspectorPage({ tenant: 't', tryable, listed, login, hasDevelopmentKeys: false })))
  expect(pageOf(broken)).toContain('This login cannot be explained: that is a fault of a0seal')
  expect(pageOf(broken)).not.toContain('canary')
  expect(pageOf(sound)).toMatch(/Bob .* cannot be explained Ann .* Ann signed in to/)
})
