import { namesFor, wantedByPolicy } from '../../../core/policy/deny-list.js'
import { denyListOf } from '../../deny-list.js'
import { codeHash, deployedLine } from '../../deploy/first-lines.js'
import { sealAction } from '../../login-facts.js'
import { docs } from '../docs.js'
import type { ActionsRead } from '../facts.js'
import { row } from '../row.js'
import { deployCommand, type Wanted } from '../wanted.js'

/** Why nothing seals what this policy denies, in words; undefined where something does. */
const notSealing = ({ all, bindings }: ActionsRead, { actions, policyHash }: Wanted): string | undefined => {
  const binding = bindings['post-login']?.find(({ actionName }) => actionName === sealAction)
  const action = all.find(({ id, name }) => (binding ? id === binding.actionId : name === sealAction))
  if (!action?.deployed) return 'is not deployed'
  if (!binding) return 'is not bound to post-login'
  const built = actions.find(({ name }) => name === sealAction)
  const isSame = !built || codeHash(action.deployed.code) === built.sha256
  return isSame || deployedLine(action)?.policy === policyHash ? undefined : 'is of another policy'
}

export const deniedUnsealed = row({
  id: 'D02',
  level: 'error',
  title: 'denied while `seal-attributes` is not bound, not deployed, or of another policy',
  needs: ['actions', 'connections'],
  why: 'What is denied is not stored: where no Action seals it during the login that brings it, it is gone afterwards.',
  doc: docs.denyList,
  find({ actions, connections }, wanted) {
    const reason = notSealing(actions, wanted)
    if (!reason) return []
    return connections.flatMap(connection => {
      const ours = namesFor(wantedByPolicy(wanted.policy), connection)
      const denied = ours.filter(name => denyListOf(connection)?.includes(name))
      if (denied.length === 0) return []
      return [
        {
          subject: connection.name,
          what: `${denied.join(', ')} of ${connection.name} denied, and ${sealAction} ${reason}: data is being lost`,
          fix: deployCommand(wanted)
        }
      ]
    })
  }
})
