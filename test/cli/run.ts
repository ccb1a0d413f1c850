import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

const start = (args: string[], env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [`${root}build/cli/main.js`, ...args], { cwd: root, env: { PATH: '', ...env } })

/** Runs `a0seal` as a child process, with an environment of its own. */
export const runCli = (args: string[], env: Record<string, string> = {}): Promise<Finished> => {
  const child = start(args, env)
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
  clients: { client_id: string; client_secret?: string; redirect_uris: string[] }[]
  management: { client_id: string; client_secret: string; audience: string }
  /** Ends the process, and gives its exit code and what it wrote to standard error. */
  stop(): Promise<{ code: number | null; stderr: string }>
}

/** Starts `a0seal tenant --json` and waits for its first line. */
export const startTenantProcess = (args: string[]): Promise<RunningTenant> => {
  const child = start(['tenant', '--port', '0', '--json', ...args], {})
  let stderr = ''
  child.stderr?.on('data', text => {
    stderr += text
  })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    return { code: await closed, stderr }
  }
  return new Promise((resolve, reject) => {
    let stdout = ''
    child.stdout?.on('data', text => {
      stdout += text
      if (stdout.includes('\n')) resolve({ ...JSON.parse(stdout.split('\n', 1)[0] ?? ''), stop })
    })
    closed.then(() => reject(new Error(`the tenant ended: ${stderr}`)))
  })
}
