import type { ContentName } from './inference.js'
import type { DeployedActionInput, OwnActionInput, TriggersInput } from './triggers/lists.js'
import type {
  ApplicationInput,
  AttributeOptions,
  CopyInput,
  FieldOptions,
  OptIn,
  PolicyInput,
  ReleaseInput,
  SlotInput
} from './types.js'

/** `T`, with the members that `Known` does not have as mistakes at their place. */
type Only<T, Known> = { [K in keyof T]: K extends keyof Known ? T[K] : never }

type Objects<T> = Extract<T, object>

type Entries<T, Known> = T extends readonly unknown[]
  ? { [I in keyof T]: T[I] extends string ? T[I] : Only<T[I], Known> }
  : T

/** No JWK: the name of a secret, and nothing else. What has lost its names is checked when the policy runs. */
type Key<K> = K extends object
  ? string extends keyof K
    ? K
    : keyof K & ('kty' | 'keys') extends never
      ? Only<K, { secret: string }>
      : K
  : K

type Application<A> = A extends string
  ? A
  : { [K in keyof A]: K extends 'key' ? Key<A[K]> : K extends keyof ApplicationInput ? A[K] : never }

type Slot<S> = {
  [K in keyof S]: K extends 'attributes'
    ? Entries<S[K], AttributeOptions>
    : K extends 'userMetadata'
      ? Entries<S[K], FieldOptions>
      : K extends keyof SlotInput
        ? S[K]
        : never
}

type SlotsOf<P> = P extends { slots?: infer S } ? NonNullable<S> : never
type ApplicationsOf<P> = P extends { applications?: infer A } ? NonNullable<A> : never

/** Any text in a slot that is not there: that slot is the mistake. */
type ContentOf<P, S> = string extends keyof SlotsOf<P>
  ? string
  : S extends keyof SlotsOf<P>
    ? ContentName<SlotsOf<P>[S]>
    : string

declare const known: unique symbol

/** What no text is. Beside the names it makes a wrong one a mistake at its place, and not of all that stands around it. */
interface OneOfThese<Names> {
  readonly [known]: Names
}

/** One of these names; a text that is not known before the policy runs is checked then. */
type OneOf<T, Names> = string extends T ? T : (Names & string) | OneOfThese<Names & string>

type Rule<P, R> = {
  [K in keyof R]: K extends 'slot'
    ? OneOf<R[K], keyof SlotsOf<P>>
    : K extends 'attributes'
      ? readonly ContentOf<P, R extends { slot: infer S } ? S : never>[]
      : K extends 'applications'
        ? R[K] extends readonly (infer A)[]
          ? readonly OneOf<A, keyof ApplicationsOf<P>>[]
          : R[K] extends object
            ? Only<R[K], OptIn>
            : R[K]
        : K extends 'key'
          ? Key<R[K]>
          : K extends keyof ReleaseInput
            ? R[K]
            : never
}

type Rules<P, R> = R extends readonly unknown[] ? { [I in keyof R]: Rule<P, R[I]> } : R

type Each<T, Known> = { [N in keyof T]: T[N] extends string ? T[N] : Only<T[N], Known> }

type ListedObject<T> = T extends { deployed: unknown } ? DeployedActionInput : OwnActionInput

type Listed<L> = L extends readonly unknown[]
  ? { [I in keyof L]: L[I] extends string ? L[I] : Only<L[I], ListedObject<L[I]>> }
  : L

/**
 * What a policy may be by what it says itself: a name that stands nowhere, and a member that nobody reads, are mistakes
 * where they stand.
 */
export type StrictInput<P> = {
  [K in keyof P]: K extends 'slots'
    ? { [N in keyof P[K]]: Slot<P[K][N]> }
    : K extends 'applications'
      ? { [N in keyof P[K]]: Application<P[K][N]> }
      : K extends 'release'
        ? Rules<P, P[K]>
        : K extends 'copy'
          ? Each<P[K], Objects<CopyInput>>
          : K extends 'triggers'
            ? { [T in keyof P[K]]: T extends keyof TriggersInput ? Listed<P[K][T]> : never }
            : K extends 'onError' | 'limits' | 'doctor'
              ? Only<P[K], NonNullable<PolicyInput[K]>>
              : K extends keyof PolicyInput
                ? P[K]
                : never
}
