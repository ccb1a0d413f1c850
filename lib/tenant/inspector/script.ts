import { readFile } from 'node:fs/promises'

const names = ['client', 'open-sealed'] as const
export type ScriptName = (typeof names)[number]

/** A compiled module of this folder. `build` lies where it does as seen from the sources and from itself. */
const read = (name: ScriptName): Promise<string> =>
  readFile(new URL(`../../../build/tenant/inspector/in-page/${name}.js`, import.meta.url), 'utf8')

/** The modules the page runs, by the name of their file. */
export const isScriptName = (name: string): name is ScriptName => names.some(each => each === name)

export const readScript = read
