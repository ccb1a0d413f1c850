import fc from 'fast-check'

// The same mutants die each time.
fc.configureGlobal({ seed: 1 })
