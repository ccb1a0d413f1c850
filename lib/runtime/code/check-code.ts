import { compileFunction } from 'node:vm'
import { messageOf } from '../errors.js'

const filename = 'code.js'

/**
 * Why a text is no CommonJS code that could be deployed, with its line; undefined where it is. Nothing of it is run.
 * Types left in a text, and `import` statements, are the usual reasons: Auth0's build fails on them too.
 */
export const checkCode = (code: string): string | undefined => {
  try {
    compileFunction(code, ['module', 'exports', 'require', 'console'], { filename })
    return undefined
  } catch (thrown) {
    const line = thrown instanceof Error ? /^code\.js:(\d+)/.exec(thrown.stack ?? '')?.[1] : undefined
    return `${line === undefined ? '' : `line ${line}: `}${messageOf(thrown)}`
  }
}
