/** Standard output is for results; what goes wrong is on standard error. */
export const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export const printJson = (value: unknown): void => printLine(JSON.stringify(value))

/** One line on what went wrong: our own errors start with their code. */
export const describeError = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const text = typeof message === 'string' ? message : 'something that is no error was thrown'
  const isOurs = typeof code === 'string' && code.startsWith('ERR_')
  if (isOurs) return text.startsWith(code) ? text : `${code}: ${text}`
  // The system's own code: a file or a port that was named wrongly.
  return `${typeof code === 'string' ? 'ERR_USAGE' : 'ERR_UNEXPECTED'}: ${text}`
}
