/** The beginning of a text that is too long for a line, and how long it is. */
export const short = (text: unknown, length = 44): string => {
  const string = String(text)
  return string.length > length ? `${string.slice(0, length)}… (${string.length} characters)` : string
}
