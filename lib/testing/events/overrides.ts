import { isPlainObject } from '../../core/auth0/json.js'

/** The same shape with everything optional. A member set to `undefined` is taken out; a list is replaced whole. */
export type Overrides<Shape> = Shape extends readonly unknown[]
  ? Shape
  : Shape extends object
    ? { [Name in keyof Shape]?: Overrides<Shape[Name]> | undefined }
    : Shape

const merged = (base: unknown, changes: unknown): unknown => {
  if (!isPlainObject(base) || !isPlainObject(changes)) return structuredClone(changes)
  const result = new Map(Object.entries(base))
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined) result.delete(name)
    else result.set(name, merged(result.get(name), change))
  }
  return Object.fromEntries(result)
}

/** A copy of `base` with these changes. */
export const override = <Shape>(base: Shape, changes: NoInfer<Overrides<Shape>> | undefined): Shape =>
  merged(structuredClone(base), changes ?? {}) as Shape
