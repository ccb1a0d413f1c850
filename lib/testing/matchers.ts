import { isPlainObject } from '../core/auth0/json.js'

/** What a matcher answers; the shape vitest and Jest expect. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

export interface ToHaveSealedOptions {
  /** The policy's container. Default `sealed`. */
  container?: string
}

const headerOf = (value: unknown): Record<string, unknown> => {
  const text = isPlainObject(value) ? value.v : value
  if (typeof text !== 'string' || text.split('.').length !== 5) return {}
  try {
    const header: unknown = JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString())
    return isPlainObject(header) ? header : {}
  } catch {
    return {}
  }
}

/** The ways a text may be written down, so that it is found where it was only encoded. */
const spellingsOf = (canary: string): Map<string, string> => {
  const bytes = Buffer.from(canary)
  // In base64 a text looks different at each of three offsets; the first and last characters mix with what is beside it.
  const shifted = [0, 1, 2].map(offset => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64url')
    return text.slice(offset === 0 ? 0 : offset + 1, -2)
  })
  const spellings = new Map([
    [canary, 'as it is'],
    [JSON.stringify(canary).slice(1, -1), 'in JSON'],
    [encodeURIComponent(canary), 'URL-encoded'],
    [bytes.toString('hex'), 'in hexadecimal'],
    [[...canary].reverse().join(''), 'backwards']
  ])
  for (const text of shifted) {
    if (text.length < 6) continue
    spellings.set(text, 'in base64url')
    spellings.set(text.replaceAll('-', '+').replaceAll('_', '/'), 'in base64')
  }
  return spellings
}

/** Every text in a value with the path to it; names of members count too. */
const textsIn = (value: unknown, path: string, seen: Set<unknown> = new Set()): [string, string][] => {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  if (seen.has(value)) return []
  seen.add(value)
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return entries.flatMap(([name, member]) => [
    [path, String(name)] as [string, string],
    ...textsIn(member, path ? `${path}.${String(name)}` : String(name), seen)
  ])
}

/** For `expect.extend(matchers)` of vitest or Jest. */
export const matchers = {
  /** The run left a sealed value of this slot, on the profile or in the transaction's metadata. */
  toHaveSealed(
    received: unknown,
    slot: string,
    { container = 'sealed' }: ToHaveSealedOptions = {}
  ): MatcherResult {
    const { appMetadata, transactionMetadata } = received as Record<
      string,
      Record<string, unknown> | undefined
    >
    const key = `${container}_${slot}`
    const { typ } = headerOf(appMetadata?.[key] ?? transactionMetadata?.[key])
    const pass = typ === 'a0seal+jwt'
    const metadata = [...Object.keys(appMetadata ?? {}), ...Object.keys(transactionMetadata ?? {})]
    return {
      pass,
      message: () =>
        pass
          ? `expected no sealed value in ${key}`
          : `expected a sealed value in ${key}; there is ${metadata.join(', ') || 'no metadata'}`
    }
  },

  /** None of these texts is anywhere in the value, neither as it is nor in base64, hexadecimal, JSON or a URL. */
  toLeakNothing(received: unknown, canaries: readonly string[]): MatcherResult {
    const texts = textsIn(received, '')
    const leaks = canaries.flatMap((canary, index) => {
      const spellings = [...spellingsOf(canary)]
      return texts.flatMap(([path, text]) => {
        const found = spellings.find(([spelling]) => text.includes(spelling))
        return found ? [`canary ${index} at ${path || 'the top'}, ${found[1]}`] : []
      })
    })
    const pass = leaks.length === 0
    return {
      pass,
      message: () => (pass ? 'expected a leak, and there is none' : `expected no leak:\n${leaks.join('\n')}`)
    }
  }
}

/** For TypeScript: `declare module 'vitest' { interface Matchers<T> extends A0sealMatchers<T> {} }`. */
export interface A0sealMatchers<Result = unknown> {
  toHaveSealed(slot: string, options?: ToHaveSealedOptions): Result
  toLeakNothing(canaries: readonly string[]): Result
}
