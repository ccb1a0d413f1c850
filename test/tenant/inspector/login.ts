import type { InspectedLogin, InspectedRun } from '../../../lib/tenant/inspector/login.js'

/** A run in which nothing happened. */
export const inspectedRun = (of: Partial<InspectedRun> = {}): InspectedRun => ({
  outcome: { type: 'completed' },
  actions: [],
  rules: [],
  bound: [],
  isExplained: false,
  bytes: 0,
  executions: () => [],
  end: { status: 'done', hasIDToken: true },
  claims: { idToken: {}, accessToken: {} },
  dropped: [],
  ...of
})

/** A sign-in that came through, as the inspector keeps it. */
export const inspectedLogin = (of: Partial<InspectedLogin> = {}): InspectedLogin => ({
  id: '1',
  version: 1,
  date: new Date(0),
  kind: 'sign-in',
  client: { id: 'hr-web', name: 'HR' },
  status: 'done',
  runs: [],
  legsLeftOut: 0,
  ...of
})
