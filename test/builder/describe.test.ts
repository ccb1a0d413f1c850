import { describe, expect, it } from 'vitest'
import type { BuildResult } from '../../lib/builder/build.js'
import { describeBuild } from '../../lib/builder/describe.js'

const file = { trigger: 'post-login', bytes: 10, gzipBytes: 5 }
const built = (secrets: Record<string, string>) =>
  ({
    manifest: { actions: [{ ...file, name: 'mine', secrets }], triggers: {}, policy: '59b9', env: 'dev' },
    out: 'dist'
  }) as unknown as BuildResult

describe('what is said of a build', () => {
  it('has what to set before an import, a line for each secret', () => {
    const said = describeBuild(built({ A0SEAL_KEYS: 'secret keys', ROLES_KEY: 'own' }))
    expect(said.split('\n').slice(-3)).toEqual([
      'before `a0deploy import`, or placeholders take the place of keys:',
      '  export A0SEAL_KEYS="$(npx a0seal keys secret FILE)"',
      '  export ROLES_KEY="$(cat FILE)"'
    ])
  })

  it('has nothing of it where no Action has a secret', () => {
    expect(describeBuild(built({}))).not.toContain('a0deploy')
  })
})
