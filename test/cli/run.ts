import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../lib/admin/clock.js'
import { run } from '../../lib/cli/run.js'
import type { ClientInfo, PersonaInfo } from '../../lib/tenant/tenant.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts `a0seal` as a child process. */
export const startCli = (args: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [`${root}build/cli/main.js`, ...args], { cwd: root, env: { PATH: '', ...env } })

export interface InProcess {
  /** Of standard output. */
  isTTY?: boolean
  stdin?: string
  /** Standard input is a terminal: somebody types `stdin`. */
  isTyped?: boolean
  fetch?: typeof fetch
  clock?: Clock
}

/** Standard output and standard error of a command in this process. */
const collect = () => {
  const written = { stdout: '', stderr: '' }
  const outputTo = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text
    }
  })
  return { written, stdout: outputTo('stdout'), stderr: outputTo('stderr') }
}

/** Runs `a0seal` in this process, with an environment of its own. */
export const runCli = async (
  args: readonly string[],
  env: Record<string, string> = {},
  { isTTY = false, stdin = '', isTyped = false, fetch, clock }: InProcess = {}
): Promise<Finished> => {
  const { written, stdout, stderr } = collect()
  const code = await run(args, {
    env,
    stdin: Object.assign(Readable.from([stdin]), { isTTY: isTyped }),
    stdout: { ...stdout, isTTY },
    stderr,
    ...(fetch && { fetch }),
    ...(clock && { clock })
  })
  return { code, ...written }
}

/** Runs `a0seal` as a child process, with an environment of its own: its exit code and what the shell sees. */
export const runChild = (args: string[], env: Record<string, string> = {}): Promise<Finished> => {
  const child = startCli(args, env)
  const finished: Finished = { code: null, stdout: '', stderr: '' }
  child.stdout?.on('data', text => {
    finished.stdout += text
  })
  child.stderr?.on('data', text => {
    finished.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ ...finished, code }))
  })
}

export interface RunningTenant {
  issuer: string
  httpsIssuer: string
  caFile: string
  clients: ClientInfo[]
  personas: PersonaInfo[]
  management: { client_id: string; client_secret: string; audience: string }
  /** The development keys; absent where the seed has secrets. */
  keysFile?: string
  inspector: string
  tenant: string
  /** What it has written to standard error until now. */
  stderr(): string
  /** Ends the process, and gives its exit code (null where the signal ended it) and what it wrote to standard error. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; stderr: string }>
}

/** Runs `a0seal` in this process until it is stopped. One at a time: a signal reaches all of them. */
export const startHere = (args: readonly string[]) => {
  const { written, stdout, stderr } = collect()
  const output = new EventEmitter()
  const ended = run(args, {
    env: {},
    stdin: Readable.from([]),
    stdout: {
      write(text) {
        stdout.write(text)
        output.emit('text')
      }
    },
    stderr
  })
  return {
    ended,
    output,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    /** As a terminal does that is closed. */
    async stop() {
      process.emit('SIGHUP')
      return { code: await ended, stderr: written.stderr }
    }
  }
}

/** Starts `a0seal tenant --json` in this process and waits for its line. */
export const startTenantHere = async (args: readonly string[] = []): Promise<RunningTenant> => {
  const { output, ended, stdout, stderr, stop } = startHere(['tenant', '--port', '0', '--json', ...args])
  const isOver = await Promise.race([once(output, 'text').then(() => false), ended.then(() => true)])
  if (isOver) throw new Error(`the tenant ended: ${stderr()}`)
  return { ...JSON.parse(stdout()), stderr, stop }
}

/** Starts `a0seal tenant --json` as a child process and waits for its first line. */
export const startTenantProcess = (args: string[] = []): Promise<RunningTenant> =>
  startedTenant(startCli(['tenant', '--port', '0', '--json', ...args]))

/** Waits for the first line of a tenant that was started, by whatever command. */
export const startedTenant = (child: ChildProcess): Promise<RunningTenant> => {
  let stderr = ''
  child.stderr?.on('data', text => {
    stderr += text
  })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return { code: await closed, stderr }
  }
  return new Promise((resolve, reject) => {
    let stdout = ''
    child.stdout?.on('data', text => {
      stdout += text
      if (stdout.includes('\n'))
        resolve({ ...JSON.parse(stdout.split('\n', 1)[0] ?? ''), stderr: () => stderr, stop })
    })
    closed.then(() => reject(new Error(`the tenant ended: ${stderr}`)))
  })
}
