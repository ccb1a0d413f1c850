import { A0sealError } from '../core/errors.js'

interface SystemError {
  code?: unknown
  message?: unknown
  path?: unknown
  port?: unknown
}

/** The system's codes for a file or a port that was named wrongly, and what to do about them. */
const reasons: Readonly<Record<string, (error: SystemError) => string>> = {
  ENOENT: ({ path }) => `${path} is not there: name a file that is`,
  EACCES: ({ path, port }) =>
    path
      ? `${path} may not be used: look at its permissions`
      : `port ${port} may not be used: name one above 1023`,
  EISDIR: () => 'a folder was named where a file is wanted: name the file',
  ENOTDIR: ({ path }) => `${path} lies in something that is no folder: name another`,
  EADDRINUSE: ({ port }) =>
    `port ${port} is taken: end what listens there, or name another; 0 takes a free one`
}

/** A package that is missing is named in the text of Node's error alone. */
const missingPackage = ({ code, message }: SystemError): string | undefined =>
  code === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find package '([^']+)'/.exec(String(message))?.[1] : undefined

/** One line on what went wrong, with its code and what to do; no stack. */
export const describeError = (error: unknown): string => {
  const { code, message } = error as SystemError
  const text = typeof message === 'string' ? message : 'something that is no error was thrown'
  const absent = missingPackage(error as SystemError)
  if (absent) return `ERR_USAGE: ${absent} is not installed: the commands need npm install --include=optional`
  if (error instanceof A0sealError) return text
  if (typeof code !== 'string') return `ERR_UNEXPECTED: ${text}`
  // The build's errors have a code and are of no class of ours.
  if (code.startsWith('ERR_')) return text.startsWith(code) ? text : `${code}: ${text}`
  return `ERR_USAGE: ${reasons[code]?.(error as SystemError) ?? text}`
}
