import type { Action, ActionContent, ActionVersion } from '../../../lib/admin/actions.js'
import type { Binding } from '../../../lib/admin/bindings.js'
import type { WantedAction } from '../../../lib/admin/deploy/wanted.js'
import { firstLineOf, type Kids, type Place } from '../../../lib/core/format/first-line.js'

export const early = '2026-11-28T10:00:00.000Z'
export const late = '2026-11-28T11:00:00.000Z'
export const later = '2026-11-28T12:00:00.000Z'

interface Code {
  name?: string
  policy?: string
  place?: Place
  kids?: Kids | undefined
  body?: string
}

/** What a build makes, and a deploy adds its keys to. */
export const codeOf = ({
  name = 'seal-attributes',
  policy = 'aaaaaaaaaaaa',
  place,
  kids,
  body = 'code'
}: Code = {}) =>
  `${firstLineOf({ name, version: '0.1.0', policy, env: 'dev', ...(place && { place }), ...(kids && { kids }) })}\n${body}\n`

export const content = (members: Partial<ActionContent> = {}): ActionContent => ({
  code: codeOf(),
  runtime: 'node22',
  dependencies: {},
  modules: {},
  secrets: [],
  ...members
})

export const version = (members: Partial<ActionVersion> = {}): ActionVersion => ({
  ...content(members),
  id: 'ver_1',
  number: 1,
  createdAt: late,
  ...members
})

/** An Action whose draft is what runs. */
export const action = (members: Partial<Action> & { is?: Partial<ActionVersion> } = {}): Action => {
  const { is, ...rest } = members
  const deployed = version(is)
  return {
    id: `act_${rest.name ?? 'seal-attributes'}`,
    name: 'seal-attributes',
    trigger: 'post-login',
    status: 'built',
    draft: content(is),
    deployed,
    ...rest
  }
}

export const wanted = (members: Partial<WantedAction> = {}): WantedAction => ({
  name: 'seal-attributes',
  trigger: 'post-login',
  code: codeOf({ ...(members.name && { name: members.name }), kids: members.kids }),
  runtime: 'node22',
  dependencies: {},
  modules: {},
  secrets: {},
  kids: {},
  ...members
})

export const binding = (actionName: string): Binding => ({
  id: `bin_${actionName}`,
  displayName: `${actionName}, as they call it`,
  actionId: `act_${actionName}`,
  actionName
})
