import { A0sealError } from '../core/errors.js'

/** What the first line of a built file says. */
export interface FirstLine {
  name: string
  /** Of a0seal. */
  version: string
  /** The policy's hash. */
  policy: string
  env: string
}

/** Nothing that could end a comment, or be read as anything else than words. */
const words = /^[A-Za-z0-9 .,=_:/-]+$/

/**
 * The comment that a built file begins with. A deploy adds the ids of its keys: `, keys A0SEAL_KEYS=<kid>,<kid>`.
 *
 * @throws ERR_BUILD where one of them has other characters than letters, digits and ` .,=_:/-`
 */
export const firstLineOf = ({ name, version, policy, env }: FirstLine): string => {
  const line = `${name}, a0seal ${version}, policy ${policy}, env ${env}`
  if (!words.test(line)) throw new A0sealError('ERR_BUILD', `${name}: no first line can be made of its facts`)
  return `// ${line}`
}

/** What follows the first line: what is the same, whoever deploys it with which keys. */
export const withoutFirstLine = (code: string): string => code.slice(code.indexOf('\n') + 1)
