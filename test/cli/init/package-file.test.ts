import { describe, expect, it } from 'vitest'
import { changePackage as change } from '../../../lib/cli/init/package-file.js'

const changePackage = (text: string | undefined, hasOurTests = true) =>
  change(text, { version: '1.2.3', hasOurTests })
const parsed = (text: string | undefined) => JSON.parse(changePackage(text).text)

describe('the package.json of a project', () => {
  it('is made where there is none: ES modules, private, with a0seal to install', () => {
    const { isModule, needsInstall, text } = changePackage(undefined)
    expect({ isModule, needsInstall }).toEqual({ isModule: true, needsInstall: true })
    expect(JSON.parse(text)).toMatchObject({
      private: true,
      type: 'module',
      scripts: { test: 'node --test test/actions/*.mjs', build: 'a0seal build' },
      devDependencies: { a0seal: '1.2.3' }
    })
  })

  it('becomes ES modules where npm install made it, and a0seal is not asked for twice', () => {
    const { isModule, needsInstall, text } = changePackage('{"dependencies":{"a0seal":"1.0.0"}}')
    expect({ isModule, needsInstall }).toEqual({ isModule: true, needsInstall: false })
    expect(JSON.parse(text).dependencies).toEqual({ a0seal: '1.0.0' })
    expect(JSON.parse(text)).not.toHaveProperty('devDependencies')
  })

  it('keeps its type: without one its files are CommonJS', () => {
    const { isModule, text } = changePackage('{"name":"theirs"}')
    expect(isModule).toBe(false)
    expect(JSON.parse(text)).not.toHaveProperty('type')
    expect(changePackage('{"name":"theirs","type":"module"}').isModule).toBe(true)
  })

  it('keeps the scripts that are there, and says what ours are', () => {
    const text = JSON.stringify({ name: 'theirs', scripts: { test: 'jest', lint: 'eslint .' } })
    const { added, left } = changePackage(text)
    expect(parsed(text).scripts).toEqual({
      test: 'jest',
      lint: 'eslint .',
      build: 'a0seal build',
      demo: 'a0seal demo',
      tenant: 'a0seal tenant'
    })
    expect(added).toContain('scripts.build')
    expect(left).toEqual([
      'package.json scripts.test, which is yours; ours is: node --test test/actions/*.mjs'
    ])
  })

  it('takes the test that npm init writes for none', () => {
    const text = '{"name":"new","scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}'
    expect(parsed(text).scripts.test).toBe('node --test test/actions/*.mjs')
  })

  it('gets no test where there is none to run', () => {
    const { text, hasTest } = changePackage('{"name":"theirs"}', false)
    expect([hasTest, JSON.parse(text).scripts]).toEqual([
      false,
      { build: 'a0seal build', demo: 'a0seal demo', tenant: 'a0seal tenant' }
    ])
    expect(changePackage('{"scripts":{"test":"jest"}}', false).hasTest).toBe(true)
    expect(changePackage('{"name":"theirs"}').hasTest).toBe(true)
  })

  it('keeps its indentation, and its text where nothing is missing', () => {
    const { text } = changePackage('{\n\t"name": "theirs"\n}\n')
    expect(text).toContain('\n\t"name": "theirs"')
    expect(changePackage(text)).toMatchObject({ text, added: [], needsInstall: false })
    const blank = changePackage(undefined).text
    expect(changePackage(blank)).toMatchObject({ text: blank, added: [], isModule: true })
  })

  it.each(['', '[]', 'null', '{"name":"secret-text"'])(
    'refuses what is no JSON object, and does not quote it: %s',
    text => {
      expect(() => changePackage(text)).toThrow(/^ERR_USAGE: package\.json is not a JSON object/)
    }
  )
})
