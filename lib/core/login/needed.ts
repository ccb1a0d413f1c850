import { fail } from '../errors.js'

/** What an Action was handed. @throws ERR_UNEXPECTED where it was not: what needs it fails closed */
export const needed = <Handed>(handed: Handed | undefined): Handed => handed ?? fail('ERR_UNEXPECTED')
