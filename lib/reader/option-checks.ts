/** @throws TypeError where one of the options is no text */
export const assertTexts = (options: object, names: readonly string[]): void => {
  for (const name of names) {
    const value: unknown = Reflect.get(options, name)
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`${name} must be a text that is not empty`)
  }
}

/** @throws TypeError where one of the options is given */
export const assertAbsent = (options: object, names: readonly string[], reason: string): void => {
  for (const name of names) {
    if (Reflect.get(options, name) !== undefined) throw new TypeError(`${name} ${reason}`)
  }
}

/** An environment variable that says `false` is a text, and true. @throws TypeError */
export const assertBoolean = (options: object, name: string): void => {
  if (!['boolean', 'undefined'].includes(typeof Reflect.get(options, name))) {
    throw new TypeError(`${name} must be true or false`)
  }
}

/** @throws TypeError */
export const assertSeconds = (name: string, value: unknown): void => {
  if (!Number.isFinite(value) || (value as number) < 0)
    throw new TypeError(`${name} must be a number of seconds`)
}

/** A domain can change, and sealed values outlive it. @throws TypeError */
export const assertTenant = (options: { tenant: string }): void => {
  assertTexts(options, ['tenant'])
  if (options.tenant.includes('.')) throw new TypeError('tenant must be the id of the tenant, not a domain')
}
