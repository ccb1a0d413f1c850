import { createHash } from 'node:crypto'
import { type FirstLine, parseFirstLine, splitFirstLine } from '../../core/format/first-line.js'
import { own } from '../../core/policy/own.js'
import type { Action, ActionContent } from '../actions.js'

/** What a draft or version of an Action says of itself; undefined where its first line is not exactly of ours, and of that name. */
export const lineOf = ({ name }: Pick<Action, 'name'>, { code }: ActionContent): FirstLine | undefined => {
  const line = parseFirstLine(splitFirstLine(code)[0])
  return line?.name === name ? line : undefined
}

/** What the deployed version says of itself; undefined where none runs, or it says nothing that is of ours. */
export const deployedLine = (action: Action): FirstLine | undefined =>
  action.deployed && lineOf(action, action.deployed)

/** The ids of the keys that the deployed version says it has in a secret. */
export const deployedKids = (action: Action, secret: string): readonly string[] | undefined =>
  own(deployedLine(action)?.kids ?? {}, secret)

/** SHA-256, hex, of what follows the first line: what the build's manifest says. */
export const codeHash = (code: string): string =>
  createHash('sha256').update(splitFirstLine(code)[1]).digest('hex')
