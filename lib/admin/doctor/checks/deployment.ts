import { isDeepStrictEqual } from 'node:util'
import { isTriggerBound, type TriggerId } from '../../../core/auth0/triggers.js'
import type { Action, ActionVersion } from '../../actions.js'
import type { Binding } from '../../bindings.js'
import { codeHash, deployedLine } from '../../deploy/first-lines.js'
import { retiredOf } from '../../deploy/retired.js'
import { docs } from '../docs.js'
import type { ActionsRead } from '../facts.js'
import type { Found } from '../finding.js'
import { row } from '../row.js'
import { type BuiltAction, deployCommand, type Wanted } from '../wanted.js'

/** What is wrong, in words, by what it is about. */
type Problems = Record<string, string>

const isDraftDeployed = ({ draft, deployed }: Action): boolean => {
  const content = ({ code, runtime, dependencies, modules }: Action['draft']) => ({
    code,
    runtime,
    dependencies,
    modules
  })
  return deployed !== undefined && isDeepStrictEqual(content(draft), content(deployed))
}

const lineProblems = (action: Action, { env }: Wanted): Problems => {
  const line = deployedLine(action)
  if (!line)
    return { 'first line': 'the first line of what runs is not as we write it: look at what is there' }
  return line.env === env ? {} : { env: `what runs was built for the environment ${line.env}, not ${env}` }
}

const versionProblems = (version: ActionVersion, built: BuiltAction): Problems => ({
  ...(codeHash(version.code) !== built.sha256 && { code: 'what runs is not what the policy builds' }),
  ...(version.runtime !== built.runtime && {
    runtime: `what runs is for ${version.runtime || 'no runtime'}, not ${built.runtime}`
  }),
  ...(!isDeepStrictEqual(version.dependencies, { ...built.dependencies }) && {
    dependencies: 'what runs has other npm packages'
  }),
  ...(!isDeepStrictEqual(version.modules, { ...built.modules }) && {
    modules: 'what runs has other modules'
  })
})

const problemsOf = (built: BuiltAction, { all, bindings }: ActionsRead, wanted: Wanted): Problems => {
  const { name, trigger } = built
  const binding = bindings[trigger]?.find(({ actionName }) => actionName === name)
  const action = all.find(({ id, name: found }) => (binding ? id === binding.actionId : found === name))
  if (!action?.deployed) return { deployed: 'it is not deployed' }
  return {
    ...(!binding && isTriggerBound(trigger) && { bound: `it is not bound to ${trigger}` }),
    ...(!isDraftDeployed(action) && { draft: 'its draft is not what runs: somebody changed it' }),
    ...lineProblems(action, wanted),
    ...versionProblems(action.deployed, built)
  }
}

/** Built by a0seal and bound, and the policy has it no more: it runs on for ever. */
const leftovers = ({ all, bindings }: ActionsRead, wanted: Wanted): Found[] =>
  (Object.entries(bindings) as [TriggerId, Binding[]][]).flatMap(([trigger, bound]) =>
    retiredOf(bound, wanted.order[trigger] ?? [], all).map(name => ({
      subject: `${name} left over`,
      what: `${name}: a0seal deployed it, it is bound to ${trigger}, and the policy has it no more`,
      fix: deployCommand(wanted)
    }))
  )

export const deployment = row({
  id: 'D04',
  level: 'error',
  title: 'an Action of the policy is not deployed as it was built, or one runs that the policy has no more',
  needs: ['actions'],
  why:
    'Only the deployed version of a bound Action runs; a draft changes nothing, ' +
    'and anybody who may edit Actions can deploy another.',
  doc: docs.versions,
  find: ({ actions }, wanted) => [
    ...wanted.actions.flatMap(built =>
      Object.entries(problemsOf(built, actions, wanted)).map(([about, problem]) => ({
        subject: `${built.name} ${about}`,
        what: `${built.name}: ${problem}`,
        fix: deployCommand(wanted)
      }))
    ),
    ...leftovers(actions, wanted)
  ]
})
