import { fail } from '../errors.js'

/** A step that an Action was handed. @throws ERR_UNEXPECTED where it was not: what needs it fails closed */
export const needed = <Step>(step: Step | undefined): Step => step ?? fail('ERR_UNEXPECTED')
