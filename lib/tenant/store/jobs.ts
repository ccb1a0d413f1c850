import type { Json, JsonObject } from '../../core/auth0/json.js'

/** Why one user of an import was left out. */
export interface ImportProblem {
  user: JsonObject
  errors: { code: string; message: string; path: string }[]
}

/** A bulk job. Its work is done when it is asked for; it shows as pending until `done_at`. */
export interface Job {
  id: string
  type: 'users_export' | 'users_import'
  created_at: string
  done_at: string
  connection_id?: string
  external_id?: string
  /** Of an export: the text to download, before it is compressed. */
  export?: { format: 'json' | 'csv'; fields?: Json; limit?: number; content: string }
  /** Of an import. */
  import?: {
    summary: { total: number; inserted: number; updated: number; failed: number }
    problems: ImportProblem[]
  }
  /** Why the whole job failed. */
  failure?: string
}

/** Auth0 deletes the data of a job after a day. */
const keptMs = 86_400_000
/** Imports of one tenant at a time. */
export const importsAtOnce = 2

export const isPending = ({ done_at }: Job, now: Date): boolean => Date.parse(done_at) > now.getTime()

/** Those that are not too old to be kept. */
export const keptJobs = (jobs: readonly Job[], now: Date): Job[] =>
  jobs.filter(({ created_at }) => Date.parse(created_at) + keptMs > now.getTime())
