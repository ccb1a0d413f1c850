import { assertAgreement } from '../contract/agree.js'
import { kit } from '../contract/kit.js'
import { tenant } from '../contract/tenant.js'
import { worker } from '../contract/worker.js'

assertAgreement([kit({ isolate: false }), worker(), tenant()])
