import { InvalidArgumentError } from 'commander'

/** One `--keys NAME=FILE`. */
export interface NamedFile {
  name: string
  file: string
}

/** Of an option that may be repeated. */
export const namedFiles = (text: string, before: NamedFile[] = []): NamedFile[] => {
  const [, name, file] = /^([A-Za-z0-9_]+)=(.+)$/s.exec(text) ?? []
  if (name === undefined || file === undefined)
    throw new InvalidArgumentError('it is NAME=FILE: the name of an Action secret, and a file of keys')
  return [...before, { name, file }]
}
