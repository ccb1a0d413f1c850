import { createInterface } from 'node:readline'
import type { Terminal } from './terminal.js'

/** Whether somebody sits there. */
const isTerminal = (stdin: NodeJS.ReadableStream): boolean => 'isTTY' in stdin && stdin.isTTY === true

/**
 * True where somebody at a terminal types the tenant's id. Nobody is asked elsewhere, and no answer is no.
 *
 * @param options.signal ends the question
 */
export const confirmTenant = async (
  { stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>,
  tenant: string,
  { signal }: { signal?: AbortSignal } = {}
): Promise<boolean> => {
  if (!isTerminal(stdin)) return false
  stderr.write(`Type the tenant's id (${tenant}) to go on: `)
  const lines = createInterface({ input: stdin })
  const end = () => lines.close()
  signal?.addEventListener('abort', end, { once: true })
  try {
    for await (const line of lines) return line.trim() === tenant
    return false
  } finally {
    signal?.removeEventListener('abort', end)
    lines.close()
  }
}
