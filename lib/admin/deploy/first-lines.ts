import { createHash } from 'node:crypto'
import { type FirstLine, parseFirstLine, splitFirstLine } from '../../core/format/first-line.js'
import type { Action } from '../actions.js'

/** What the deployed version says of itself; undefined where none runs, or its first line is not exactly of ours. */
export const deployedLine = ({ name, deployed }: Action): FirstLine | undefined => {
  const line = deployed && parseFirstLine(splitFirstLine(deployed.code)[0])
  return line?.name === name ? line : undefined
}

/** SHA-256, hex, of what follows the first line: what the build's manifest says. */
export const codeHash = (code: string): string =>
  createHash('sha256').update(splitFirstLine(code)[1]).digest('hex')
