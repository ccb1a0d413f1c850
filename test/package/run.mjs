// Installs the packed library in empty folders, as a user does, and follows the README's start there on each Node we support:
// a new project, and one that exists already and is CommonJS. Then the types, and what linters of packages say.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { nodeBinary } from '../runtimes/node-binary.mjs'
import { createShell, root } from './commands.mjs'
import { deadLinks } from './links.mjs'
import { followCommonJS, followStart } from './projects.mjs'
import { openWithReader } from './reader.mjs'
import { compileTypes } from './types.mjs'

const versions = ['20', '22', '24']
const folder = mkdtempSync(join(tmpdir(), 'a0seal-package-'))

/** @param {string} text */
const say = text => console.log(`${Math.round(performance.now() / 1000)} s  ${text}`)

/** @param {string} page */
const readPage = page => readFileSync(join(root, page), 'utf8')

/** @param {string} version @returns {string} the folder of its binary */
const binaryFolder = version => {
  const own = process.versions.node.split('.')[0] === version ? process.execPath : nodeBinary(version)
  if (!own) throw new Error(`Node ${version} could not be fetched`)
  return dirname(own)
}

/** The Nodes one after the other, in projects of their own. @param {string} packed */
const followStarts = async packed => {
  for (const version of versions) {
    await followStart(createShell(join(folder, `start-${version}`), binaryFolder(version)), packed)
    say(`Node ${version}: install, init, test, build, demo and a login in a new project`)
  }
}

/** Installed once: npm is not what differs between Nodes here. @param {string} packed */
const followProjects = async packed => {
  await openWithReader(createShell(join(folder, 'reader')), packed)
  say('the packed reader, installed with jose alone, opens a released value')
  const first = join(folder, 'commonjs')
  await createShell(first).run('npm', ['install', '--no-package-lock', packed])
  for (const version of versions) {
    const project = join(folder, `commonjs-${version}`)
    cpSync(first, project, { recursive: true })
    await followCommonJS(createShell(project, binaryFolder(version)))
    say(`Node ${version}: the same in a CommonJS project with two Actions and three connections`)
  }
  await compileTypes(createShell(first))
  say('types: node16, nodenext and bundler, for ES modules and CommonJS')
}

try {
  const shell = createShell(folder)
  const { stdout } = await createShell(root).run('npm', ['pack', '--json', '--pack-destination', folder])
  const [{ filename, files }] = JSON.parse(stdout)
  const packed = resolve(folder, filename)
  const dead = deadLinks(
    files.map((/** @type {{ path: string }} */ { path }) => path),
    readPage
  )
  if (dead.length > 0) throw new Error(`links that lead to nothing in the package:\n${dead.join('\n')}`)
  say(`packed: ${filename}, and each link of its pages leads to what is in it`)
  const bin = join(root, 'node_modules/.bin')
  await shell.run(join(bin, 'publint'), [packed, '--strict'])
  await shell.run(join(bin, 'attw'), [packed, '--profile', 'esm-only'])
  say('publint and attw find nothing but that it is ES modules only')
  // Both to their end: the folder goes afterwards.
  const lanes = await Promise.allSettled([followStarts(packed), followProjects(packed)])
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason
} finally {
  rmSync(folder, { recursive: true, force: true })
}
