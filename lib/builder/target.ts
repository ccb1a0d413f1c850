import type { TriggerId } from '../core/auth0/triggers.js'
import type { Check } from './checks.js'

/** Text in the place of a file, for what only the build knows. */
export interface GivenModule {
  contents: string
  loader: 'js' | 'json'
}

/** A file to build: what it is bundled from, and what must be true of it. */
export interface Target {
  name: string
  /** Where it is written, relative to the folder of the build. */
  file: string
  /** An ES module, as if it stood in the package's root. */
  entry: string
  /** By the name that is imported: `a0seal:…`. */
  modules: Readonly<Record<string, GivenModule>>
  /** Puts the bundled text into the form in which it is deployed, with the first line of the file. */
  wrap(text: string, firstLine: string): string
  checks: readonly Check[]
}

export interface ActionTarget extends Target {
  trigger: TriggerId
}
