import type { Random } from './random.js'

/** What JSON can carry to a place where something else was meant. */
const hostile: readonly (() => unknown)[] = [
  ...[null, true, 0, -1, 1e308, 2 ** 53, '', 'toString', '__proto__', '\ud800', '\0', [], {}, [[]]].map(
    value => () => value
  ),
  () => ({ length: 30_000_000 }),
  () => ({ type: 'Buffer', data: [1, 2, 3] }),
  () => Array.from({ length: 43 }, (_, i) => i),
  () => 'A'.repeat(100_000),
  () => JSON.parse('['.repeat(500) + ']'.repeat(500)),
  () => JSON.parse('{"__proto__":{"kid":"a"},"constructor":{"prototype":1}}')
]

/** A fresh one each time: it may be mutated further. */
const hostileValue = (random: Random): unknown => structuredClone(random.pick(hostile)())

type Container = Record<string, unknown>

const containersIn = (value: unknown): Container[] =>
  typeof value === 'object' && value !== null
    ? [value as Container, ...Object.values(value).flatMap(containersIn)]
    : []

/** Another JSON value: one member, or more, replaced, removed, renamed, added or exchanged. */
export const mutateJson = (value: unknown, random: Random): unknown => {
  const copy = structuredClone(value)
  if (random.below(20) === 0) return hostileValue(random)
  for (let times = 1 + random.below(2); times > 0; times--) {
    const container = random.pick(containersIn(copy))
    if (!container) return hostileValue(random)
    const names = Object.keys(container)
    const name = random.pick(names) ?? 'x'
    const other = random.pick(names) ?? 'y'
    const member = container[name]
    switch (random.below(6)) {
      case 0:
        container[name] = hostileValue(random)
        break
      case 1:
        delete container[name]
        break
      case 2:
        container[random.pick(['d', 'epk', 'zip', 'crit', 'kid', 'fp', 'iat', 'b64'])] = member
        break
      case 3:
        container[name] = container[other]
        container[other] = member
        break
      case 4:
        if (typeof member === 'string') container[name] = mutateText(member, random)
        else container[name] = [member]
        break
      default:
        if (typeof member === 'string') container[name] = mutateBytes(member, random)
        else container[name] = String(member)
    }
  }
  return copy
}

const alphabet = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.={}[]":, \n\0é😀\ud800'
]

/** Another text: characters changed, removed, doubled or added, here and there. */
export const mutateText = (text: string, random: Random): string => {
  let mutated = text
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(mutated.length + 1)
    const length = 1 + random.below(random.pick([1, 4, 40]))
    const head = mutated.slice(0, at)
    const tail = mutated.slice(at)
    mutated = random.pick([
      () => head + random.pick(alphabet) + tail.slice(1),
      () => head + tail.slice(length),
      () => head + tail.slice(0, length) + tail,
      () => head + random.text(length, alphabet) + tail,
      () => head,
      () => tail,
      () => mutated.toUpperCase(),
      () => head + tail.slice(0, 20).repeat(random.pick([2, 50, 5000])) + tail
    ])()
  }
  return mutated
}

/** The base64url text of other bytes. */
export const mutateBytes = (text: string, random: Random): string => {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length === 0) return random.text(22, [...'AQgw'])
  const at = random.below(bytes.length)
  const changed = random.pick([
    () => {
      bytes[at] = (bytes[at] as number) ^ (1 << random.below(8))
      return bytes
    },
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, bytes.subarray(at)]),
    () => bytes.fill(random.pick([0, 255])),
    () => Buffer.concat([Buffer.alloc(1), bytes])
  ])()
  return changed.toString('base64url')
}

/** A JWE with another header of well-formed JSON, and sometimes not even that. */
export const mutateHeader = (jwe: string, random: Random): string => {
  const [encoded = '', ...rest] = jwe.split('.')
  const header = JSON.parse(Buffer.from(encoded, 'base64url').toString())
  const text = JSON.stringify(mutateJson(header, random))
  const changed = random.below(4) === 0 ? mutateText(text, random) : text
  return [Buffer.from(changed).toString('base64url'), ...rest].join('.')
}

/** Another JWE: of its text, one of its parts, its header's JSON, or parts of two. */
export const mutateJWE = (jwe: string, random: Random, others: readonly string[]): unknown => {
  const parts = jwe.split('.')
  const at = random.below(parts.length)
  const part = parts[at] as string
  const withPart = (text: string) => parts.map((old, i) => (i === at ? text : old)).join('.')
  return random.pick<() => unknown>([
    () => mutateText(jwe, random),
    () => withPart(mutateText(part, random)),
    () => withPart(mutateBytes(part, random)),
    () => withPart(random.pick(others).split('.')[at] ?? ''),
    () => mutateHeader(jwe, random),
    () => parts.toSorted(() => random.below(3) - 1).join('.'),
    () => mutateJson({ jwe }, random),
    () => [jwe],
    () => '.'.repeat(random.below(100_000)),
    () => jwe.repeat(random.pick([2, 200]))
  ])()
}
