/**
 * Changes that make no difference, or none in what is sealed, released, compared or refused: each with the reason.
 *
 * @type {readonly { file: string, from: string, to: string, because: string }[]}
 */
export const equivalents = []
