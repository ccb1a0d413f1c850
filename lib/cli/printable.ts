/** What a terminal would obey, or show in another order. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

const written = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** One line with nothing in it that a terminal would obey: names that others gave can hold anything. */
export const printableLine = (line: string): string => line.replace(unprintable, written)

/** The same of a text of several lines. */
export const printable = (text: string): string =>
  text.replace(unprintable, character => (/[\n\t]/.test(character) ? character : written(character)))
