/** Numbers that follow from a seed: what went wrong once can be had again. */
export interface Random {
  /** From 0 to below `limit`. */
  below(limit: number): number
  pick<T>(items: readonly T[]): T
  text(length: number, alphabet: readonly string[]): string
}

/** mulberry32, started from the seed and the number of the input, so that each input can be made alone. */
export const createRandom = (seed: number, index: number): Random => {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(index + 1, 0xc2b2ae35)) | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
  return {
    below,
    pick,
    text: (length, alphabet) => Array.from({ length }, () => pick(alphabet)).join('')
  }
}
