import { fileURLToPath } from 'node:url'

/** Where the package's sources are: two folders above this file, as it stands in `lib` and as compiled in `build`. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
