import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type BuildOptions, type BuildResult, build } from './build.js'
import { configFiles } from './policy-file.js'

export interface WatchOptions {
  /** What it throws is told as a failed build. */
  onBuilt(result: BuildResult): void | Promise<void>
  onFailed(error: unknown): void
  /** Ends the watching. */
  signal?: AbortSignal | undefined
}

/** An editor saves in several steps: this long after the first, milliseconds. */
const settledAfterMs = 50

const hasChangedSince = (files: readonly string[], time: number): boolean =>
  files.some(file => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= time)

/**
 * Resolves when one of the files has changed since a time. Their folders are watched: editors that save by replacing the
 * file leave whoever watches the file itself with the old one.
 */
const changeOf = (
  files: readonly string[],
  { since, signal }: { since: number; signal: AbortSignal | undefined }
): Promise<void> =>
  new Promise(resolve => {
    const watchers: FSWatcher[] = []
    const done = () => {
      for (const watcher of watchers) watcher.close()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const folders = new Set(files.map(dirname))
    for (const folder of [...folders].filter(folder => existsSync(folder))) {
      const names = new Set(files.filter(file => dirname(file) === folder).map(file => basename(file)))
      watchers.push(
        watch(folder, (_event, name) => {
          if (name !== null && names.has(name)) done()
        })
      )
    }
    signal?.addEventListener('abort', done)
    if (signal?.aborted || hasChangedSince(files, since)) done()
  })

/** Builds, and builds again after each change of a source, until it is told to stop. */
export const watchBuild = async (
  options: BuildOptions,
  { onBuilt, onFailed, signal }: WatchOptions
): Promise<void> => {
  while (!signal?.aborted) {
    const since = Date.now()
    const sources = new Set(configFiles(options.config))
    try {
      await onBuilt(await build(options, sources))
    } catch (error) {
      onFailed(error)
    }
    await changeOf([...sources], { since, signal })
    await wait(settledAfterMs)
  }
}
