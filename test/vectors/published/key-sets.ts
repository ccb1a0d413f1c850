import assert from 'node:assert/strict'
import { pointOf } from '../../../lib/core/format/point.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { parseRecipientKeys } from '../../../lib/core/seal/released.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../lib/core/seal/write-only.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { createTally, type Tally } from '../tally.js'
import { type TextMembers, wycheproof } from './files.js'

interface JwkCase {
  private: { keys: TextMembers[] }
  public?: { keys: TextMembers[] }
}

const parsers = {
  secret: parseSecretKeys,
  public: parsePublicKeys,
  recipient: parseRecipientKeys,
  private: createKeySetParser('test+jwt', importPrivateKey, pointOf)
}

/** The same keys with `use` and `alg` as ours have them, so that what else is wrong with them has to be noticed. */
const adapted = ({ keys }: JwkCase['private']) => ({
  keys: keys.map(key => ({ ...key, use: 'enc', alg: key.kty === 'oct' ? 'dir' : 'ECDH-ES' }))
})

const assertRefused = (jwks: object): void => {
  for (const [name, parse] of Object.entries(parsers)) {
    const code = codeThrownBy(() => parse(JSON.stringify(jwks)))
    assert.match(code, /^ERR_KEY_(SET|MODE)$|^ERR_PRIVATE_KEY$/, `${name}: ${code}`)
  }
}

/** Nothing but the algorithm of these keys is wrong: adapted, they are right. */
const rightOnceAdapted = [19, 20, 21]

/** Keys for signatures, and wrong ones: none is a key set of ours, not even the valid ones. */
export const keySets = (folder: string): Tally => {
  const { tally, ours } = createTally(
    'json_web_key',
    'the parsers of secret, public, recipient and private keys'
  )
  for (const test of wycheproof<JwkCase>(folder, 'json_web_key')) {
    const sets = [test.private, ...(test.public ? [test.public] : [])]
    ours(test.tcId, () => {
      for (const set of sets) {
        assertRefused(set)
        if (!rightOnceAdapted.includes(test.tcId)) assertRefused(adapted(set))
      }
    })
  }
  return tally
}
