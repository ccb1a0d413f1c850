import type { BoundPlace } from '../../admin/deploy/merge-bindings.js'
import type { DeployPlan, TriggerPlan } from '../../admin/deploy/plan.js'
import type { ActionPlan, KeyChange } from '../../admin/deploy/plan-action.js'
import type { RollbackPlan } from '../../admin/deploy/rollback.js'
import { printableLine } from '../printable.js'

const nameWidth = 20

const short = (text: string): string => `${text.slice(0, 8)}…`

const signs = { new: '+', changed: '~', same: '=' } as const

const describeKeys = ({ secret, added, removed, sealing }: KeyChange, { wanted }: ActionPlan): string => {
  const isSealing = wanted.secrets[secret] !== 'public key' && wanted.secrets[secret] !== 'MAC key'
  const place = (kid: string) => (kid === wanted.kids[secret]?.[0] ? 'seals' : 'opens only')
  return [
    secret,
    ...added.map(kid => `+ ${short(kid)}${isSealing ? ` (${place(kid)})` : ''}`),
    ...removed.map(kid => `- ${short(kid)}`),
    ...(sealing && isSealing && !added.includes(sealing) ? [`${short(sealing)} seals now`] : [])
  ].join(' ')
}

const describeAction = (plan: ActionPlan): string[] => {
  const { wanted, action, change, code, keys, notes, problems } = plan
  const number = action?.deployed?.number
  const version = number === undefined ? 'not deployed until now' : `version ${number} → ${number + 1}`
  const facts =
    change === 'new'
      ? ['new']
      : change === 'same'
        ? []
        : [
            version,
            ...(code ? [`code ${short(code.from)} → ${short(code.to)}`] : []),
            ...(keys.length > 0 ? [`keys ${keys.map(key => describeKeys(key, plan)).join('; ')}`] : [])
          ]
  return [
    [`${signs[change]} ${wanted.name.padEnd(nameWidth)}`, ...facts].join('   ').trimEnd(),
    ...notes.map(note => `    ! ${note}`),
    ...problems.map(problem => `    problem: ${wanted.name} ${problem}`)
  ]
}

const describePlace = (
  { name, is }: BoundPlace,
  { mayChallenge, mayRedirect }: TriggerPlan,
  isOurs: boolean
): string => {
  const facts = [
    ...(is === 'moved' ? ['moved'] : is === 'kept' && !isOurs ? ['kept'] : []),
    ...(mayChallenge.includes(name) ? ['may challenge'] : []),
    ...(mayRedirect.includes(name) ? ['may redirect'] : [])
  ]
  return facts.length > 0 ? `${name}   (${facts.join('; ')})` : name
}

const describeTrigger = (plan: TriggerPlan, ours: ReadonlySet<string>): string[] => {
  const { trigger, after, removed } = plan
  const head = `  ${trigger}`.padEnd(nameWidth)
  return [
    ...after.map((place, index) => {
      const sign = place.is === 'added' ? '+' : place.is === 'moved' ? '~' : ' '
      const number = String(index + 1).padStart(2)
      return `${index === 0 ? head : ' '.repeat(nameWidth)} ${sign}${number} ${describePlace(place, plan, ours.has(place.name))}`
    }),
    ...removed.map(
      ({ actionName }) => `${' '.repeat(nameWidth)} -   ${actionName}   (the policy has it no more)`
    )
  ]
}

const count = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length

const summary = ({ actions, triggers }: DeployPlan): string => {
  const of = (change: ActionPlan['change']) => count(actions, plan => plan.change === change)
  const places = triggers.flatMap(({ after }) => after)
  const bound = (is: BoundPlace['is']) => count(places, place => place.is === is)
  const removed = triggers.flatMap(trigger => trigger.removed).length
  const moved = bound('moved') > 0 ? `, ${bound('moved')} moved` : ''
  return (
    `Plan: ${of('new')} new, ${of('changed')} changed, ${of('same')} same; ` +
    `${bound('added')} bindings added, ${bound('kept')} kept${moved}, ${removed} removed.`
  )
}

/** The plan for people: what becomes of each Action, and of each binding. */
export const describePlan = (plan: DeployPlan): string => {
  const { actions, triggers, notes, problems } = plan
  const ours = new Set(actions.map(({ wanted }) => wanted.name))
  const said = new Set(
    actions.flatMap(({ wanted, problems }) => problems.map(problem => `${wanted.name} ${problem}`))
  )
  return [
    ...actions.flatMap(describeAction),
    ...triggers.flatMap(trigger => describeTrigger(trigger, ours)),
    ...notes.map(note => `  ! ${note}`),
    ...problems.filter(problem => !said.has(problem)).map(problem => `  problem: ${problem}`),
    summary(plan)
  ]
    .map(printableLine)
    .join('\n')
}

/** The same as data: no code, and no value of a secret. */
export const reportPlan = ({ actions, triggers, notes, problems }: DeployPlan) => ({
  actions: actions.map(({ wanted, action, change, code, keys, notes }) => ({
    name: wanted.name,
    trigger: wanted.trigger,
    change,
    ...(action && { id: action.id }),
    ...(action?.deployed && { version: action.deployed.number }),
    ...(code && { code }),
    keys,
    notes
  })),
  triggers: triggers.map(({ trigger, after, removed, mayChallenge, mayRedirect }) => ({
    trigger,
    after: after.map(({ name, is }) => ({ name, is })),
    removed: removed.map(({ actionName }) => actionName),
    mayChallenge,
    mayRedirect
  })),
  notes,
  problems
})

export const describeRollback = ({ to, steps, stays, problems }: RollbackPlan): string =>
  [
    ...(to ? [`back to policy ${to.policy}, env ${to.env}, a0seal ${to.version}`] : []),
    ...steps.map(
      ({ action, to }) =>
        `~ ${action.name.padEnd(nameWidth)}   version ${action.deployed?.number} → content of version ${to.number}`
    ),
    ...stays.map(name => `= ${name}`),
    ...problems.map(problem => `  problem: ${problem}`)
  ]
    .map(printableLine)
    .join('\n')

export const reportRollback = ({ to, steps, stays, problems }: RollbackPlan) => ({
  ...(to && { to }),
  actions: steps.map(({ action, to }) => ({
    name: action.name,
    id: action.id,
    from: action.deployed?.number,
    to: to.number
  })),
  stays,
  problems
})
