import { own } from '../../../core/policy/own.js'
import type { SecretContent } from '../../../core/policy/secrets.js'
import type { Action } from '../../actions.js'
import { deployedKids, deployedLine } from '../../deploy/first-lines.js'
import { docs } from '../docs.js'
import type { Found } from '../finding.js'
import { row } from '../row.js'
import { type BuiltAction, deployCommand, type Wanted } from '../wanted.js'

/** A secret never reads back. */
const suspicion = (secret: string): string =>
  `as after \`a0deploy import\`, which without the variable ${secret} writes the placeholder @@${secret}@@ over the keys, ` +
  'and then nothing is sealed or released'

/** What is wrong with one secret of an Action that runs, in words; undefined where nothing is. */
const problemOf = (
  [secret, content]: [string, SecretContent],
  action: Action,
  { keys }: Wanted
): string | undefined => {
  const { draft, deployed } = action
  if (!deployed?.secrets.some(({ name }) => name === secret)) return 'is missing from what runs'
  const changed = draft.secrets.find(({ name }) => name === secret)?.updatedAt
  if (changed && Date.parse(changed) > Date.parse(deployed.createdAt))
    return 'was changed after what runs was deployed: that has the old one'
  const { kids: given = [], problems = [] } = own(keys, secret) ?? {}
  if (problems.length > 0) return `cannot be compared: of the key set here, ${problems.join('; ')}`
  if (!deployedLine(action) || content === 'own') return undefined
  const running = deployedKids(action, secret)
  if (!running) return `holds what its first line does not name: ${suspicion(secret)}`
  if (given.length === 0 || running.join() === given.join()) return undefined
  return `holds the keys ${running.join(', ')}, and the key set here has ${given.join(', ')}`
}

const problemsOf = ({ name, secrets }: BuiltAction, action: Action, wanted: Wanted): Found[] =>
  Object.entries(secrets).flatMap(([secret, content]) => {
    const problem = problemOf([secret, content], action, wanted)
    if (!problem) return []
    return [
      {
        subject: `${name} ${secret}`,
        what: `${secret} of ${name} ${problem}`,
        fix: deployCommand(wanted)
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
          fix: deployCommand(wanted)
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
