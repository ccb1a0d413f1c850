import type { Policy } from './types.js'

/** A name that belongs on deny lists, exactly as identity providers send it. */
export interface WantedName {
  name: string
  /** Only of these connections: names or strategies. */
  connections?: readonly string[] | undefined
}

/** What a policy wants on deny lists: its attributes, under each name identity providers use for them. */
export const wantedByPolicy = ({ slots }: Pick<Policy, 'slots'>): WantedName[] =>
  Object.values(slots).flatMap(({ attributes }) =>
    attributes.flatMap(({ names, connections }) => names.map(name => ({ name, connections })))
  )

/** Whether something is for a connection, by its name or its strategy; what names none is for all. */
export const isForConnection = (
  { connections }: { connections?: readonly string[] | undefined },
  { name, strategy }: { name: string; strategy: string }
): boolean => !connections || connections.includes(name) || connections.includes(strategy)

/** The wanted names of one connection, each once. */
export const namesFor = (
  wanted: readonly WantedName[],
  connection: { name: string; strategy: string }
): string[] => [
  ...new Set(wanted.filter(entry => isForConnection(entry, connection)).map(({ name }) => name))
]
