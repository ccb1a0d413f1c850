import { identityClaims, isAuth0Namespace, restrictedClaims } from '../../auth0/reserved.js'
import { type Faults, fault } from '../faults.js'
import { lastSegmentOf, readsLikeRight } from '../rights.js'

/** Finds a name that Auth0 would drop without a word. */
export function* checkClaim(path: string, claim: string): Faults {
  if (claim === '__proto__') yield fault(path, 'is no name of a claim')
  if (restrictedClaims.has(claim)) yield fault(path, `the claim "${claim}" is restricted by Auth0`)
  if (isAuth0Namespace(claim)) yield fault(path, 'is a name of Auth0, which drops such claims')
}

/** Finds a name that an application could take for the tenant's word, of a claim whose value the user makes. */
export function* checkUserMadeClaim(
  path: string,
  claim: string,
  { namespace, userControlled }: { namespace: string; userControlled: boolean | undefined }
): Faults {
  if (identityClaims.has(claim)) {
    yield fault(path, `the claim "${claim}" says who somebody is, and the user controls this value`)
  } else if (userControlled) {
    return
  } else if (!claim.startsWith(namespace)) {
    yield fault(path, 'is outside the namespace; write userControlled: true')
  } else if (readsLikeRight(lastSegmentOf(claim))) {
    yield fault(
      path,
      `the user controls this value, and "${lastSegmentOf(claim)}" reads like a right; write userControlled: true`
    )
  }
}
