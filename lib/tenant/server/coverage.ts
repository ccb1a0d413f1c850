import { cell } from '../management/coverage.js'
import { unsimulated } from './unsimulated.js'

/** The Authentication API: what there is, and a table of what answers 501. */
export const authenticationTable = (has: readonly string[]): string =>
  [
    `Simulated: ${cell(has).replaceAll('<br>', ', ')}.`,
    '',
    '| answers 501 | in its place |',
    '| --- | --- |',
    ...unsimulated.map(({ path, instead }) => `| \`${path}\` | ${instead} |`)
  ].join('\n')
