import type { DeployedAction } from '../types.js'
import type { RunMessage } from './messages.js'

/**
 * Numbers each Action by name, code and modules, so that these are sent once: new code is a new instance with a state of
 * its own.
 */
export const createNumbering = () => {
  const numbers = new Map<string, Map<string, number>>()
  let count = 0
  return ({ name, code, secrets, modules = [] }: DeployedAction): RunMessage['actions'][number] => {
    const byCode = numbers.get(code) ?? new Map<string, number>()
    numbers.set(code, byCode)
    const key = JSON.stringify([name, modules])
    const known = byCode.get(key)
    if (known !== undefined) return { instance: known, name, secrets }
    byCode.set(key, count)
    return { instance: count++, name, secrets, source: { code, modules } }
  }
}
