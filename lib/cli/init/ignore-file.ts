/** A path as git reads it, whether it was written as a folder, or from the root, or not. */
const pathOf = (line: string): string => line.trim().replace(/^\//, '').replace(/\/$/, '')

/** Those of the lines that a `.gitignore` does not have yet. */
export const missingLines = (text: string, lines: readonly string[]): string[] => {
  const known = new Set(text.split('\n').map(pathOf))
  return lines.filter(line => !known.has(pathOf(line)))
}

/** The text with these lines behind what is there. */
export const withLines = (text: string, lines: readonly string[]): string => {
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${before}${lines.join('\n')}\n`
}
