import { assertAgreement } from '../contract/agree.js'
import { kit } from '../contract/kit.js'

// A thread for each run.
assertAgreement([kit({ isolate: true })])
