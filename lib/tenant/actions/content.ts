/** A secret of an Action or module. The API shows all of it but the value. */
export interface StoredSecret {
  name: string
  value: string
  updated_at: string
}

export interface Dependency {
  name: string
  version: string
  registry_url?: string | undefined
}

/** What a version of an Action or a module is a copy of. */
export interface Content {
  code: string
  dependencies: Dependency[]
  secrets: StoredSecret[]
}

export interface SecretInput {
  name: string
  /** Auth0's documentation is silent on a secret without one; here it keeps the value it has. */
  value?: string | undefined
}

/** The names of secrets that come without a value where none is kept under that name. */
export const secretsWithoutValue = (
  stored: readonly StoredSecret[],
  given: readonly SecretInput[]
): string[] =>
  given
    .filter(({ name, value }) => value === undefined && !stored.some(secret => secret.name === name))
    .map(({ name }) => name)

/** The whole new set: a secret that is not given is gone. */
export const replaceSecrets = (
  stored: readonly StoredSecret[],
  given: readonly SecretInput[],
  now: Date
): StoredSecret[] =>
  given.map(({ name, value }) => {
    const known = stored.find(secret => secret.name === name)
    if (known && (value === undefined || value === known.value)) return known
    return { name, value: value ?? '', updated_at: now.toISOString() }
  })

export const shownSecrets = (secrets: readonly StoredSecret[]) =>
  secrets.map(({ name, updated_at }) => ({ name, updated_at }))

export const secretValues = (secrets: readonly StoredSecret[]): Record<string, string> =>
  Object.fromEntries(secrets.map(({ name, value }) => [name, value]))

/** The versions to keep: the newest ones, and those in use. */
export const trimVersions = <V extends { id: string }>(
  versions: readonly V[],
  { max, isUsed }: { max: number; isUsed: (version: V) => boolean }
): V[] => {
  let surplus = versions.length - max
  return versions.filter(version => {
    if (surplus <= 0 || isUsed(version)) return true
    surplus -= 1
    return false
  })
}
