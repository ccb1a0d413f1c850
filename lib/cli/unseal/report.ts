import type { Inspected } from '../../admin/unseal/inspect.js'
import type { OpenedValue } from '../../admin/unseal/open.js'
import type { ErrorCode } from '../../core/errors.js'
import { printableLine } from '../printable.js'

/** What came of one value. */
export type Unsealed = { slot?: string; place?: string } & (
  | { opened: OpenedValue }
  | { inspected: Inspected }
  | { code: ErrorCode; message: string }
)

/** JSON with nothing in it that a terminal would obey: users make some of what is opened. */
const shown = (value: unknown): string => printableLine(JSON.stringify(value))

const describeOpened = (
  { slot, kid, changedAt, src, data }: OpenedValue,
  place: string | undefined
): string[] => [
  `${slot}${place ? ` in ${place}` : ''}, changed ${changedAt}, of the ${src}, key ${kid}`,
  ...Object.entries(data).map(([name, value]) => `  ${shown(name)}: ${shown(value)}`)
]

const describeInspected = (
  { kind, mode, alg, kid, characters }: Inspected,
  place: string | undefined
): string =>
  [
    ...(place ? [place] : []),
    `a value ${kind}`,
    ...(mode ? [mode] : []),
    alg,
    kid ? `key ${kid}` : 'a key whose kid cannot be shown',
    `${characters} characters`
  ].join(', ')

const describeOne = (one: Unsealed): string[] => {
  if ('opened' in one) return describeOpened(one.opened, one.place)
  if ('inspected' in one) return [describeInspected(one.inspected, one.place)]
  return [`${one.place ?? 'the value'}: ${one.message}`]
}

/** For people. */
export const describeUnsealed = (
  all: readonly Unsealed[],
  { tenant, user }: { tenant?: string | undefined; user?: string | undefined }
): string =>
  [
    ...(user === undefined ? [] : [`user ${shown(user)}${tenant ? ` of ${tenant}` : ''}`]),
    ...all.flatMap(describeOne),
    ...(all.length === 0 ? ['no value of a slot of this policy is stored'] : [])
  ].join('\n')
