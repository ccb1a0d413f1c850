import type { Plugin } from 'esbuild'

/** Notes each file that is read, whatever comes of the build: what failed is watched too, until it is mended. */
export const noteFiles = (files: Set<string>): Plugin => ({
  name: 'note-files',
  setup({ onLoad }) {
    onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
      files.add(path)
      return undefined
    })
  }
})
