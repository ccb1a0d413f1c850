/** Words in names of claims by which applications decide what somebody may do, or who somebody is; each without its `s`. */
const rights =
  'role|group|permission|scope|admin|administrator|superuser|privilege|rights|' +
  'org|organization|organisation|tenant|plan|tier|entitlement|acr|amr|email'

/** A word that was written together with one that goes with a right: `isadmin`, `userrole`, `orgid`. */
const right = new RegExp(
  `^(is|has|my|user|app|account|super|sub)?(${rights})s?(id|name|type|level|list|address)?s?$`
)

/** `isAdmin`, `IS_ADMIN`, `is-admin` → is, admin. Accents and digits make no other word. */
const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu)
    ?.map(word => word.toLowerCase()) ?? []

/** True for names such as `roles`, `isAdmin`, `org_id`, `e-mail` or `phone_verified`, whatever the spelling. */
export const readsLikeRight = (name: string): boolean => {
  const words = wordsOf(name)
  const isRight = (word: string, index: number) =>
    right.test(word) || right.test(`${words[index - 1]}${word}`) || (word === 'verified' && words.length > 1)
  return words.some(isRight)
}

/** The last part of a claim's name: what is left of it where it stands without its namespace. */
export const lastSegmentOf = (claim: string): string => claim.split(/[/:#?]/).findLast(Boolean) ?? ''
