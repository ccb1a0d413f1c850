import type * as Esbuild from 'esbuild'
import { A0sealError } from '../core/errors.js'

/** Loaded when something is built, so that nothing else waits for it. @throws ERR_BUILD where it is not installed */
export const loadEsbuild = async (): Promise<typeof Esbuild> => {
  try {
    return await import('esbuild')
  } catch {
    throw new A0sealError('ERR_BUILD', 'esbuild is missing: npm install esbuild')
  }
}
