import type { KeySource } from './key-ring.js'
import { type NonExtractableKey, nonExtractableForm } from './private-key-forms.js'
import { createReleasedReader, type ReleasedReader, type ReleasedReaderOptions } from './released-reader.js'

/** Keys of a page: only such as the browser keeps to itself. */
export type BrowserKeySource = KeySource<NonExtractableKey | { keys: readonly NonExtractableKey[] }>

/**
 * A reader for pages, of released values. It takes non-extractable keys only: a JWK or PEM in page code can be read, and
 * carried away for good, by every script, extension and cache that sees the page, while a non-extractable key can only be
 * used, and only there. Make it with `crypto.subtle.generateKey`, keep it in IndexedDB, and give Auth0 its public half.
 * Values at rest are not for pages: their keys open a slot of all users.
 *
 * @throws TypeError for wrong use; ERR_KEY_MODE for another form of key, ERR_KEY_SET for a key that can be extracted
 */
export const createBrowserReader = (options: ReleasedReaderOptions<BrowserKeySource>): ReleasedReader =>
  createReleasedReader(options, [nonExtractableForm])
