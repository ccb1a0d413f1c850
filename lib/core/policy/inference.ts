import type { Json } from '../auth0/json.js'
import type { Policy, PolicyInput } from './types.js'

declare const content: unique symbol

/** Who vouches for data: an identity provider, by the tenant's word, or nobody but the user. */
export type Source = 'user' | 'tenant'

/** A compact JWE whose data is `T`. */
export type Sealed<T, S extends Source = Source> = string & { readonly [content]?: { data: T; src: S } }

type InputOf<T> = T extends Policy<infer P> ? P : never
type SlotsOf<P> = P extends { slots: infer S } ? S : Record<never, never>
type ApplicationOf<P> = P extends { applications: infer A } ? keyof A & string : never
type RulesOf<P> = P extends { release: readonly (infer R)[] } ? R : never
type CopyOf<P> = P extends { copy: infer C } ? C : Record<never, never>

type NameOf<A> = A extends string ? A : A extends { name: infer N extends string } ? N : never
/** The names of what is in a slot, as the policy says them. */
export type ContentName<S> = S extends { attributes: readonly (infer A)[] }
  ? NameOf<A>
  : S extends { userMetadata: readonly (infer F)[] }
    ? NameOf<F>
    : never

/** What the user typed stays the user's word, whatever else a value says. */
type SourceOf<S> = S extends { userMetadata: readonly unknown[] } ? 'user' : Source

type Selected<P, R> = R extends { slot: infer S extends keyof SlotsOf<P> }
  ? R extends { attributes: readonly (infer A extends string)[] }
    ? A
    : ContentName<SlotsOf<P>[S]>
  : never

type ForApplication<R, App> = R extends { applications: readonly (infer A)[] }
  ? App extends A
    ? R
    : never
  : R

/** An ID token says `null` where nothing is released; an access token has no claim then. */
type Withheld<R> = R extends { to: 'access_token' } ? never : null

type ClaimsOfRule<P extends PolicyInput, R> = R extends { form: 'clear' }
  ? R extends { as: infer As extends string }
    ? { [C in As]?: Json }
    : { [A in Selected<P, R> as `${P['namespace']}${A}`]?: Json }
  : R extends { slot: infer S extends keyof SlotsOf<P> & string }
    ? {
        [C in `${P['namespace']}${S}`]?:
          | Sealed<{ [A in Selected<P, R>]?: Json }, SourceOf<SlotsOf<P>[S]>>
          | Withheld<R>
      }
    : never

type Merge<U> = [U] extends [never]
  ? Record<never, never>
  : (U extends unknown ? (member: U) => void : never) extends (member: infer I) => void
    ? I
    : never

type Simple = { string: string; number: number; boolean: boolean; 'string[]': string[] }
type Copied<C> = C extends keyof Simple
  ? Simple[C]
  : C extends { type: infer T extends keyof Simple }
    ? Simple[T]
    : never
type CopiedName<Namespace extends string, F, C> = C extends { as: infer As extends string }
  ? As
  : F extends string
    ? `${Namespace}${F}`
    : never

/** What is sealed in one slot: `SlotData<typeof policy, 'demographics'>`. */
export type SlotData<T, S extends keyof SlotsOf<InputOf<T>>> = {
  [F in ContentName<SlotsOf<InputOf<T>>[S]>]?: Json
}

/**
 * The custom claims one application finds in its ID token: `IdTokenClaims<typeof policy, 'hr-web'>`. `null` where a rule is for it
 * and nothing was released.
 */
export type IdTokenClaims<T, App extends ApplicationOf<InputOf<T>>> = Merge<
  InputOf<T> extends infer P extends PolicyInput
    ?
        | ClaimsOfRule<P, Extract<ForApplication<RulesOf<P>, App>, { to: 'id_token' }>>
        | { [F in keyof CopyOf<P> as CopiedName<P['namespace'], F, CopyOf<P>[F]>]?: Copied<CopyOf<P>[F]> }
    : never
>

/** The custom claims in one application's access token for an API: one that was not released is not there. */
export type AccessTokenClaims<T, App extends ApplicationOf<InputOf<T>>, Audience extends string> = Merge<
  InputOf<T> extends infer P extends PolicyInput
    ? ClaimsOfRule<P, Extract<ForApplication<RulesOf<P>, App>, { to: 'access_token'; audience: Audience }>>
    : never
>
