import type { BoundPlace } from '../../admin/deploy/merge-bindings.js'
import type { DeployPlan, TriggerChange, TriggerPlan } from '../../admin/deploy/plan.js'
import type { ActionPlan, KeyChange } from '../../admin/deploy/plan-action.js'
import { printableLine } from '../printable.js'

export const nameWidth = 20

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

/** A line for each binding, the trigger before the first. */
export const describeTrigger = (
  { trigger, after, removed }: TriggerChange,
  { describe, why }: { describe(place: BoundPlace): string; why: string }
): string[] => {
  const lines = [
    ...after.map((place, index) => {
      const sign = place.is === 'added' ? '+' : place.is === 'moved' ? '~' : ' '
      return `${sign}${String(index + 1).padStart(2)} ${describe(place)}`
    }),
    ...removed.map(({ actionName }) => `-   ${actionName}   (${why})`)
  ]
  return lines.map((line, index) => `${(index === 0 ? `  ${trigger}` : '').padEnd(nameWidth)} ${line}`)
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
    ...triggers.flatMap(trigger =>
      describeTrigger(trigger, {
        describe: place => describePlace(place, trigger, ours.has(place.name)),
        why: 'the policy has it no more'
      })
    ),
    ...notes.map(note => `  ! ${note}`),
    ...problems.filter(problem => !said.has(problem)).map(problem => `  problem: ${problem}`),
    summary(plan)
  ]
    .map(printableLine)
    .join('\n')
}

export const reportTrigger = ({ trigger, after, removed }: TriggerChange) => ({
  trigger,
  after: after.map(({ name, is }) => ({ name, is })),
  removed: removed.map(({ actionName }) => actionName)
})

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
  triggers: triggers.map(plan => ({
    ...reportTrigger(plan),
    mayChallenge: plan.mayChallenge,
    mayRedirect: plan.mayRedirect
  })),
  notes,
  problems
})
