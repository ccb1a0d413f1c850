import { own } from '../../../core/policy/own.js'
import type { Action } from '../../actions.js'
import { deployedKids, deployedLine } from '../../deploy/first-lines.js'
import { docs } from '../docs.js'
import type { Found } from '../finding.js'
import { row } from '../row.js'
import { type BuiltAction, command, type Wanted } from '../wanted.js'

/** What is wrong with one secret of an Action that runs, in words; undefined where nothing is. */
const problemOf = (secret: string, action: Action, { keys }: Wanted): string | undefined => {
  const { draft, deployed } = action
  if (!deployed?.secrets.some(({ name }) => name === secret)) return 'is missing from what runs'
  const changed = draft.secrets.find(({ name }) => name === secret)?.updatedAt
  if (changed && Date.parse(changed) > Date.parse(deployed.createdAt))
    return 'was changed after what runs was deployed: that has the old one'
  const { kids: given = [], problems = [] } = own(keys, secret) ?? {}
  if (problems.length > 0) return `cannot be compared: of the key set here, ${problems.join('; ')}`
  if (given.length === 0) return undefined
  const running = deployedKids(action, secret)
  if (!deployedLine(action) || running?.join() === given.join()) return undefined
  return running
    ? `holds the keys ${running.join(', ')}, and the key set here has ${given.join(', ')}`
    : 'holds keys that its first line does not name: nothing tells whether they are those of the key set here'
}

const problemsOf = ({ name, secrets }: BuiltAction, action: Action, wanted: Wanted): Found[] =>
  Object.keys(secrets).flatMap(secret => {
    const problem = problemOf(secret, action, wanted)
    if (!problem) return []
    return [
      {
        subject: `${name} ${secret}`,
        what: `${secret} of ${name} ${problem}`,
        fix: command(wanted, 'deploy')
      }
    ]
  })

/** Secrets of one name that hold other keys in one Action than in another. */
const disagreements = (running: readonly Action[], wanted: Wanted): Found[] => {
  const seen = new Map<string, { name: string; kids: string }>()
  return running.flatMap(action =>
    Object.entries(deployedLine(action)?.kids ?? {}).flatMap(([secret, list]) => {
      const kids = list.join()
      const other = seen.get(secret)
      if (!other) seen.set(secret, { name: action.name, kids })
      if (!other || other.kids === kids || own(wanted.keys, secret)) return []
      return [
        {
          subject: `${action.name} ${secret}`,
          what: `${secret} of ${action.name} holds other keys than that of ${other.name}`,
          fix: command(wanted, 'deploy')
        }
      ]
    })
  )
}

export const secrets = row({
  id: 'D05',
  level: 'error',
  title: 'a secret is missing, newer than the version that runs, or holds other keys than the key set here',
  needs: ['actions'],
  why: 'Secrets belong to the version that is deployed with them: what is edited in the draft reaches no login.',
  doc: docs.firstAction,
  find({ actions: { all } }, wanted) {
    const running = wanted.actions.flatMap(built => {
      const action = all.find(({ name, deployed }) => name === built.name && deployed)
      return action ? [{ built, action }] : []
    })
    return [
      ...running.flatMap(({ built, action }) => problemsOf(built, action, wanted)),
      ...disagreements(
        running.map(({ action }) => action),
        wanted
      )
    ]
  }
})
