// The same where ES modules can be required: Node 20.19 and later, and TypeScript that knows it.
import a0seal = require('a0seal')
import reading = require('a0seal/reader')

export const sealer = a0seal.createSealer('', { tenant: 'acme' })
export const reader = reading.createReader({ keys: '', tenant: 'acme', recipient: 'hr-web' })
