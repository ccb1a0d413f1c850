import { assertAgreement } from './agree.js'
import { kit } from './kit.js'
import { tenant } from './tenant.js'
import { worker } from './worker.js'

assertAgreement([kit({ isolate: false }), worker(), tenant()])
