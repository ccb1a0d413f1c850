import type * as BuildModule from '../../build.mjs'

export type { Manifest } from '../../build.mjs'

/** `build.mjs` stands beside `lib` and beside its compiled form, so the path is the same from both. */
export const buildModule = (): Promise<typeof BuildModule> => import('../../build.mjs')
