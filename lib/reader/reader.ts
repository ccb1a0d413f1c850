import { jwkForm } from './jwk-form.js'
import { nonExtractableForm, pemForm } from './private-key-forms.js'
import { createReleasedReader, type ReleasedReader, type ReleasedReaderOptions } from './released-reader.js'
import { createSlotReader, type SlotReader, type SlotReaderOptions } from './slot-reader.js'

const forms = [jwkForm, pemForm, nonExtractableForm]

/**
 * A reader of the values released to one `recipient`, or of the values at rest of one `slot`. For servers, functions and
 * workers; a page takes `createBrowserReader`.
 *
 * @throws TypeError for wrong use; ERR_NO_KEYS, ERR_KEY_SET or ERR_KEY_MODE for wrong keys, if they are not got by a function
 */
export function createReader(options: ReleasedReaderOptions): ReleasedReader
export function createReader(options: SlotReaderOptions): SlotReader
export function createReader(
  options: ReleasedReaderOptions | SlotReaderOptions
): ReleasedReader | SlotReader {
  return 'slot' in options ? createSlotReader(options, forms) : createReleasedReader(options, forms)
}
