import type { Order, Wanted, WantedAction } from '../../admin/deploy/wanted.js'
import type { BuiltFiles } from '../../builder/build.js'
import type { BuiltAction } from '../../builder/manifest.js'
import { A0sealError } from '../../core/errors.js'
import {
  firstLineOf,
  type Kids,
  type Place,
  parseFirstLine,
  splitFirstLine
} from '../../core/format/first-line.js'
import { own } from '../../core/policy/own.js'
import type { ActionSecrets } from '../../core/policy/secrets.js'
import { actionsInOrder, ourActions } from '../../core/policy/triggers/order.js'
import type { Policy } from '../../core/policy/types.js'

/** The secrets of these Actions together. */
export const secretsOfAll = (actions: readonly BuiltAction[]): ActionSecrets =>
  Object.assign({}, ...actions.map(({ secrets }) => secrets))

/** The file with what a deploy says in the first line. */
const codeWith = (code: string, name: string, said: { place: Place; kids: Kids }): string => {
  const [line, rest] = splitFirstLine(code)
  const facts = parseFirstLine(line)
  if (!facts || facts.name !== name)
    throw new A0sealError('ERR_BUILD', `${name}: its first line is none of a build: build it again`)
  return `${firstLineOf({ ...facts, ...said })}\n${rest}`
}

const wantedAction = (
  action: BuiltAction,
  { files }: BuiltFiles,
  { place, kids: all }: { place: Place; kids: Kids }
): WantedAction => {
  const { name, trigger, runtime, dependencies, modules, secrets, file } = action
  const kids = Object.fromEntries(
    Object.keys(secrets).flatMap(secret => {
      const ids = own(all, secret)
      return ids ? [[secret, ids]] : []
    })
  )
  const code = codeWith(files[file] ?? '', name, { place, kids })
  return { name, trigger, code, runtime, dependencies, modules, secrets, kids }
}

/** Of each trigger that the policy is about, and of those ours are bound to: one of them may be there no more. */
export const orderOf = (policy: Policy): Order => {
  const order: Record<string, { kind: 'ours' | 'own' | 'deployed'; name: string }[]> = {}
  for (const { trigger } of ourActions) order[trigger] = []
  for (const { trigger, kind, name } of actionsInOrder(policy))
    order[trigger] = [...(order[trigger] ?? []), { kind, name }]
  return order
}

/** What was built, with these keys, as it shall run: sealing is deployed first. */
export const wantedOf = (built: BuiltFiles, policy: Policy, kids: Kids): Wanted => {
  const isSeal = ({ name }: WantedAction) => Number(name === 'seal-attributes')
  const { actions: inOrder } = built.manifest
  const actions = inOrder.map((action, index) =>
    wantedAction(action, built, { place: { number: index + 1, of: inOrder.length }, kids })
  )
  return { actions: actions.sort((one, other) => isSeal(other) - isSeal(one)), order: orderOf(policy) }
}
