import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseIndexKeys } from '../../lib/core/seal/blind-index.js'
import { parseMacKey } from '../../lib/core/seal/mac.js'
import { parseSecretKeys } from '../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../lib/core/seal/write-only.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { runCli } from './run.js'

const emptyFolder = createFolders()
const keys = (...args: string[]) => runCli(['keys', ...args])
const fileWith = async (text: string, name = 'keys.json'): Promise<string> => {
  const file = join(await emptyFolder(), name)
  await writeFile(file, text, { mode: 0o600 })
  return file
}
const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)
const kidsIn = async (file: string) =>
  [...parseSecretKeys(await readFile(file, 'utf8')).byKid.values()].map(({ kid }) => kid)
const kid = (digit: number) => secretJWK(digit).kid ?? ''

describe('a0seal keys generate', () => {
  it.each([
    ['A256GCM', ['--alg', 'A256GCM']],
    ['A256GCM', ['--alg', 'dir']],
    ['A256GCM', []],
    ['A256KW', ['--alg', 'A256KW']]
  ])('writes a key set for %s that only its owner can read: %j', async (alg, options) => {
    const out = join(await emptyFolder(), 'keys.json')
    const { code, stdout, stderr } = await keys('generate', ...options, '--out', out)
    const text = await readFile(out, 'utf8')
    const { first } = parseSecretKeys(text)
    expect(JSON.parse(text).keys[0].alg).toBe(alg)
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `${first.kid} (${alg}) is in ${out}\n`,
      stderr: ''
    })
    expect(await modeOf(out)).toBe('600')
    expect(stdout).not.toContain(JSON.parse(text).keys[0].k)
  })

  it.each(['P-256', 'X25519'])('writes a key pair on %s as two files', async curve => {
    const folder = await emptyFolder()
    const [out, publicOut] = [join(folder, 'private.json'), join(folder, 'public.json')]
    const pair = ['--alg', 'ECDH-ES', '--curve', curve]
    const { code, stdout } = await keys(
      'generate',
      ...pair,
      '--out',
      out,
      '--public-out',
      publicOut,
      '--json'
    )
    const [privateText, publicText] = [await readFile(out, 'utf8'), await readFile(publicOut, 'utf8')]
    const { d, ...publicHalf } = JSON.parse(privateText).keys[0]
    expect(JSON.parse(publicText)).toEqual({ keys: [publicHalf] })
    expect(publicHalf.crv).toBe(curve)
    expect({ code, printed: JSON.parse(stdout) }).toEqual({
      code: 0,
      printed: { kid: parsePublicKeys(publicText).first.kid, alg: 'ECDH-ES', out, publicOut }
    })
    expect([await modeOf(out), await modeOf(publicOut)]).toEqual(['600', '600'])
    expect(stdout).not.toContain(d)
  })

  it('writes a MAC key and an index key, as Actions take them', async () => {
    const folder = await emptyFolder()
    expect(await keys('generate', '--mac', '--out', join(folder, 'mac'))).toMatchObject({ code: 0 })
    expect(parseMacKey(await readFile(join(folder, 'mac'), 'utf8')).tag).toHaveLength(32)
    expect(await keys('generate', '--index', '--out', join(folder, 'index.json'))).toMatchObject({ code: 0 })
    expect(parseIndexKeys(await readFile(join(folder, 'index.json'), 'utf8'))).toHaveLength(1)
  })

  it.each(['application', 'api'])('writes the key pair of an %s, on either curve', async purpose => {
    const folder = await emptyFolder()
    for (const curve of ['P-256', 'X25519']) {
      const [out, publicOut] = [join(folder, `${curve}.json`), join(folder, `${curve}.public.json`)]
      const args = ['--for', purpose, '--curve', curve, '--out', out, '--public-out', publicOut]
      expect(await keys('generate', ...args)).toMatchObject({ code: 0 })
      expect(JSON.parse(await readFile(out, 'utf8')).keys[0]).toMatchObject({
        crv: curve,
        d: expect.any(String)
      })
      expect(parsePublicKeys(await readFile(publicOut, 'utf8')).byKid.size).toBe(1)
    }
  })

  it('names by --for what --mac and --index make, and slots are what it makes anyway', async () => {
    const folder = await emptyFolder()
    const made = async (purpose: string) => {
      const out = join(folder, purpose)
      expect(await keys('generate', '--for', purpose, '--out', out)).toMatchObject({ code: 0 })
      return readFile(out, 'utf8')
    }
    expect(parseMacKey(await made('mac')).tag).toHaveLength(32)
    expect(parseIndexKeys(await made('index'))).toHaveLength(1)
    expect(parseSecretKeys(await made('slots')).byKid.size).toBe(1)
  })

  it('makes another key each time', async () => {
    const folder = await emptyFolder()
    await Promise.all([1, 2, 3].map(n => keys('generate', '--out', join(folder, `${n}.json`))))
    const texts = await Promise.all([1, 2, 3].map(n => readFile(join(folder, `${n}.json`), 'utf8')))
    expect(new Set(texts).size).toBe(3)
  })

  it('does not overwrite a file, and leaves no half of a pair behind', async () => {
    const out = await fileWith('precious')
    const publicOut = `${out}.public`
    const result = await keys('generate', '--alg', 'ECDH-ES', '--out', out, '--public-out', publicOut)
    expect(result).toEqual({
      code: 2,
      stdout: '',
      stderr: `a0seal: ERR_USAGE: ${out}: is there, and stays as it is\n`
    })
    expect(await readFile(out, 'utf8')).toBe('precious')
    await expect(stat(publicOut)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('prints the key set alone where standard output is no terminal', async () => {
    const { code, stdout, stderr } = await keys('generate', '--out', '-')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(parseSecretKeys(stdout).byKid.size).toBe(1)
  })

  it.each([['dir'], ['ECDH-ES']])('prints no key of %s on a terminal', async alg => {
    const args = ['keys', 'generate', '--alg', alg, '--out', '-']
    const { code, stdout, stderr } = await runCli(args, {}, { isTTY: true })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('not printed on a terminal')
  })

  it.each([
    [['--out', 'x', '--alg', 'RSA-OAEP'], "'RSA-OAEP' is invalid"],
    [['--out', 'x', '--curve', 'P-256'], '--curve is for --alg ECDH-ES, and for --for application and api'],
    [
      ['--out', 'x', '--public-out', 'y'],
      '--public-out is for --alg ECDH-ES, and for --for application and api'
    ],
    [['--out', 'x', '--mac', '--alg', 'dir'], "'--mac' cannot be used with option '--alg <name>'"],
    [['--out', 'x', '--mac', '--index'], 'cannot be used with'],
    [['--out', 'x', '--mac', '--for', 'slots'], 'cannot be used with'],
    [['--out', 'x', '--for', 'api', '--alg', 'A256KW'], '--alg is for --for slots'],
    [['--out', 'x', '--for', 'everything'], "'everything' is invalid"],
    [[], "required option '--out <file>'"],
    [['--out', 'x', 'AAAA'], 'too many arguments'],
    [['--out', 'x', '--key', 'AAAA'], "unknown option '--key'"]
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await keys('generate', ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a0seal keys rotate', () => {
  it('goes from one key to another, a step at a time', async () => {
    const file = await fileWith(keySetText(secretJWK(1)))
    const added = JSON.parse((await keys('rotate', '--add', '--file', file, '--json')).stdout)
    expect(await kidsIn(file)).toEqual([kid(1), added.kid])
    expect(added.keys.map(({ place }: { place: string }) => place)).toEqual(['seals', 'opens'])
    expect(await keys('rotate', '--promote', '--file', file)).toMatchObject({ code: 0, stderr: '' })
    expect(await kidsIn(file)).toEqual([added.kid, kid(1)])
    expect(await keys('rotate', '--retire', kid(1), '--audited', '--file', file)).toMatchObject({ code: 0 })
    expect(await kidsIn(file)).toEqual([added.kid])
    expect(await modeOf(file)).toBe('600')
    expect(await readdir(join(file, '..'))).toEqual(['keys.json'])
  })

  it('says what comes next, and shows no key', async () => {
    const file = await fileWith(keySetText(secretJWK(1)))
    const { stdout } = await keys('rotate', '--add', '--file', file)
    const [, second] = await kidsIn(file)
    expect(stdout.replaceAll(String(second), 'NEW')).toMatchInlineSnapshot(`
      "LgHfTiixqsblr9qrOY-O2B  dir  seals
      NEW  A256GCM  opens  waits to be promoted
      Next: put this key set into the secret of every Action that uses it, and every reader, and deploy. Once all have it: npx a0seal keys rotate --promote --file FILE
      "
    `)
    for (const { k } of JSON.parse(await readFile(file, 'utf8')).keys) expect(stdout).not.toContain(k)
    const promoted = await keys('rotate', '--promote', '--file', file)
    expect(promoted.stdout.replaceAll(String(second), 'NEW')).toMatchInlineSnapshot(`
      "NEW  A256GCM  seals
      LgHfTiixqsblr9qrOY-O2B  dir  opens
      Next: put it into the secret of every Action that uses it, and every reader, and deploy. Values get this key as their users log in. Once no value is left under LgHfTiixqsblr9qrOY-O2B (docs/rollout.md says how to look): npx a0seal keys rotate --retire KID --audited --file FILE
      "
    `)
  })

  it.each([
    ['A256KW', keySetText(secretJWK(1, 'A256KW'))],
    ['ECDH-ES', keySetText(keyPair(1).privateJWK)],
    ['ECDH-ES', keySetText(keyPair(1, 'X25519').privateJWK)],
    ['A256GCM', JSON.stringify(secretJWK(1))]
  ])('adds a key of the kind that is there: %s', async (alg, text) => {
    const file = await fileWith(text)
    expect(await keys('rotate', '--add', '--file', file)).toMatchObject({ code: 0 })
    const [first, second] = JSON.parse(await readFile(file, 'utf8')).keys
    expect([second.alg, second.crv, 'd' in second]).toEqual([alg, first.crv, 'd' in first])
  })

  const refused: [string, string, string[], number, string][] = [
    [
      'a second key before the first is promoted',
      keySetText(secretJWK(1), { ...secretJWK(2), added: 1 }),
      ['--add'],
      1,
      'waits to be promoted'
    ],
    [
      'to promote what was there before',
      keySetText(secretJWK(2), secretJWK(1)),
      ['--promote'],
      1,
      'no key was added'
    ],
    [
      'to retire the key that seals',
      keySetText(secretJWK(2), secretJWK(1)),
      ['--retire', kid(2), '--audited'],
      1,
      'the one that seals'
    ],
    [
      'to retire a key that is not there',
      keySetText(secretJWK(2), secretJWK(1)),
      ['--retire', kid(3), '--audited'],
      1,
      'no key of that kid'
    ],
    [
      'to retire without an audit',
      keySetText(secretJWK(2), secretJWK(1)),
      ['--retire', kid(1)],
      2,
      '--audited'
    ],
    ['no step', keySetText(secretJWK(1)), [], 2, 'one step at a time'],
    ['two steps at once', keySetText(secretJWK(1)), ['--add', '--promote'], 2, 'one step at a time'],
    [
      'two steps at once',
      keySetText(secretJWK(1), secretJWK(2)),
      ['--add', '--retire', kid(2), '--audited'],
      2,
      'one step at a time'
    ],
    ['public keys', keySetText(keyPair(1).publicJWK), ['--add'], 1, 'rotate their private ones'],
    ['a MAC key', Buffer.alloc(32, 1).toString('base64url'), ['--add'], 1, 'cannot be rotated'],
    ['a set that Actions refuse', keySetText({ ...secretJWK(1), use: 'sig' }), ['--add'], 1, '"use": "enc"'],
    [
      'a set that is full',
      keySetText(secretJWK(1), { ...secretJWK(2), comment: 'x'.repeat(3790) }),
      ['--add'],
      1,
      'more than the 4096'
    ]
  ]
  it.each(refused)('refuses %s', async (_, text, args, expected, message) => {
    const file = await fileWith(text)
    const { code, stdout, stderr } = await keys('rotate', ...args, '--file', file)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(message)
    expect(await readFile(file, 'utf8')).toBe(text)
    expect(await readdir(join(file, '..'))).toEqual(['keys.json'])
  })

  it('puts an older key first again, and the newer one behind it', async () => {
    const file = await fileWith(keySetText(secretJWK(2), secretJWK(1)))
    expect(await keys('rotate', `--promote=${kid(1)}`, '--file', file)).toMatchObject({ code: 0 })
    expect(await kidsIn(file)).toEqual([kid(1), kid(2)])
    expect(await keys('rotate', '--promote', kid(2), '--file', file)).toMatchObject({ code: 0 })
    expect(await kidsIn(file)).toEqual([kid(2), kid(1)])
  })

  it('takes a kid that starts with a dash', async () => {
    const pair = { ...keyPair(1).privateJWK, kid: '--add' }
    const file = await fileWith(keySetText(keyPair(2).privateJWK, pair))
    expect(await keys('rotate', '--retire', '--add', '--audited', '--file', file)).toMatchObject({ code: 0 })
    expect(JSON.parse(await readFile(file, 'utf8')).keys).toHaveLength(1)
    const other = await fileWith(keySetText(keyPair(2).privateJWK, pair))
    expect(await keys('rotate', '--promote=--add', '--file', other)).toMatchObject({ code: 0 })
    expect(JSON.parse(await readFile(other, 'utf8')).keys[0].kid).toBe('--add')
  })

  it('makes a file private that was not, and follows a link to it', async () => {
    const file = await fileWith(keySetText(secretJWK(1)))
    await chmod(file, 0o644)
    const link = join(await emptyFolder(), 'link.json')
    await symlink(file, link)
    const { code, stderr } = await keys('rotate', '--add', '--file', link)
    expect(code).toBe(0)
    expect(stderr).toContain('others than its owner could read it until now')
    expect(await modeOf(file)).toBe('600')
    expect(await kidsIn(file)).toHaveLength(2)
  })

  it('lets one process at a time change a file', async () => {
    const file = await fileWith(keySetText(secretJWK(1)))
    const results = await Promise.all([1, 2, 3, 4].map(() => keys('rotate', '--add', '--file', file)))
    expect(results.map(({ code }) => code).sort()).toEqual([0, 2, 2, 2])
    expect(await kidsIn(file)).toHaveLength(2)
    await writeFile(`${file}.next`, '')
    const { code, stderr } = await keys('rotate', '--promote', '--file', file)
    expect(code).toBe(2)
    expect(stderr).toContain('was interrupted')
    expect(await readFile(`${file}.next`, 'utf8')).toBe('')
  })
})

describe('a0seal keys public', () => {
  const { publicJWK, privateJWK } = keyPair(1)
  it('prints the public halves, in their order, and nothing else of them', async () => {
    const text = keySetText(
      { ...privateJWK, added: 5, key_ops: ['deriveBits'] },
      keyPair(2, 'X25519').privateJWK
    )
    const { code, stdout } = await keys('public', await fileWith(text))
    expect({ code, printed: JSON.parse(stdout) }).toEqual({
      code: 0,
      printed: { keys: [publicJWK, keyPair(2, 'X25519').publicJWK] }
    })
    expect(parsePublicKeys(stdout).first.kid).toBe(publicJWK.kid)
  })

  it.each([
    ['secret keys', keySetText(secretJWK(1)), 'no public half'],
    ['a set that readers refuse', keySetText({ ...privateJWK, d: keyPair(2).privateJWK.d }), 'does not fit'],
    ['no key set', 'not JSON', 'not a JSON object']
  ])('refuses %s, and prints nothing', async (_, text, message) => {
    const { code, stdout, stderr } = await keys('public', await fileWith(text))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a0seal keys inspect', () => {
  it('says what is there, and shows no key', async () => {
    const pair = keyPair(1, 'X25519').privateJWK
    const file = await fileWith(keySetText(pair, { ...keyPair(2).privateJWK, added: 5 }))
    const { code, stdout } = await keys('inspect', file)
    expect(code).toBe(0)
    expect(stdout).toMatchInlineSnapshot(`
      "private keys: 2
        -uWWGCT8aXsWi0LsACn5fd  ECDH-ES X25519  seals
        KJGO7FH7c3qNggoN_jg5Rx  ECDH-ES P-256  opens  waits to be promoted
      "
    `)
    expect(stdout).not.toContain(pair.d)
    expect(stdout).not.toContain(pair.x)
  })

  it('is JSON for machines', async () => {
    const file = await fileWith(keySetText(secretJWK(1), secretJWK(2, 'A256KW')))
    const { code, stdout } = await keys('inspect', file, '--json')
    expect({ code, printed: JSON.parse(stdout) }).toEqual({
      code: 0,
      printed: {
        kind: 'secret',
        keys: [
          { kid: kid(1), alg: 'dir', place: 'seals' },
          { kid: secretJWK(2, 'A256KW').kid, alg: 'A256KW', place: 'opens' }
        ],
        problems: []
      }
    })
  })

  it.each([
    ['secret', keySetText(secretJWK(1))],
    ['public', keySetText(keyPair(1).privateJWK)],
    ['reader-mac', Buffer.alloc(32, 1).toString('base64url')],
    ['import', JSON.stringify(keyPair(1).privateJWK)]
  ])('refuses a file that others can read: %s', async (command, text) => {
    const file = await fileWith(text)
    const out = join(await emptyFolder(), 'out.json')
    const args = command === 'import' || command === 'reader-mac' ? [file, '--out', out] : [file]
    await chmod(file, 0o644)
    const { code, stdout, stderr } = await keys(command, ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('others than its owner can read it: chmod 600')
    await chmod(file, 0o600)
    expect(await keys(command, ...args)).toMatchObject({ code: 0, stderr: '' })
  })

  it('reads public keys from a file that anybody can read', async () => {
    const file = await fileWith(keySetText(keyPair(1).publicJWK))
    await chmod(file, 0o644)
    expect(await keys('public', file)).toMatchObject({ code: 0, stderr: '' })
    expect(await keys('secret', file)).toMatchObject({ code: 0, stderr: '' })
  })

  it('finds a file that others can read', async () => {
    const file = await fileWith(keySetText(secretJWK(1)))
    await chmod(file, 0o640)
    const { code, stdout } = await keys('inspect', file)
    expect(code).toBe(1)
    expect(stdout).toContain('problem: others than its owner can read the file')
  })

  it('exits 1 where a set would be refused', async () => {
    const { code, stdout } = await keys('inspect', await fileWith(keySetText(secretJWK(1), secretJWK(1))))
    expect(code).toBe(1)
    expect(stdout).toContain(`problem: the kid ${kid(1)} is there twice`)
  })

  it('names a file that is not there', async () => {
    const folder = await emptyFolder()
    await mkdir(join(folder, 'a folder'))
    const missing = join(folder, 'missing')
    expect(await keys('inspect', missing)).toMatchObject({
      code: 2,
      stderr: `a0seal: ERR_USAGE: ${missing}: is not there: name a file that is\n`
    })
    expect(await keys('inspect', join(folder, 'a folder'))).toMatchObject({ code: 2 })
  })
})

describe('a0seal keys secret', () => {
  it('prints a text without quotation marks that an Action takes for the key set', async () => {
    const { code, stdout } = await keys('secret', await fileWith(keySetText(secretJWK(1), secretJWK(2))))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[\w-]+$/)
    expect([...parseSecretKeys(stdout).byKid.keys()]).toEqual([kid(1), kid(2)])
  })

  it('refuses private keys, and points at what an Action gets of them', async () => {
    const file = await fileWith(keySetText(keyPair(1).privateJWK))
    const { code, stdout, stderr } = await keys('secret', file)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `a0seal: ERR_PRIVATE_KEY: ${file} holds private keys, which stay with the application: an Action gets npx a0seal keys public ${file}\n`
    )
  })

  it('prints nothing of what is no key set', async () => {
    expect(await keys('secret', 'LICENSE')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('a0seal keys reader-mac', () => {
  it('writes the subkey that opens write-only values, and not the MAC key', async () => {
    const folder = await emptyFolder()
    const [file, out] = [join(folder, 'mac'), join(folder, 'reader-mac')]
    expect(await keys('generate', '--mac', '--out', file)).toMatchObject({ code: 0 })
    expect(await keys('reader-mac', file, '--out', out)).toMatchObject({ code: 0 })
    const [mac, reader] = await Promise.all([readFile(file, 'utf8'), readFile(out, 'utf8')])
    expect(Buffer.from(reader, 'base64url')).toEqual(parseMacKey(mac.trim()).inner)
    expect(await modeOf(out)).toBe('600')
  })

  it('refuses what is no MAC key', async () => {
    expect(await keys('reader-mac', 'LICENSE', '--out', join(await emptyFolder(), 'none'))).toMatchObject({
      code: 2
    })
  })
})

describe('a0seal keys --help', () => {
  const help = async (...args: string[]) => (await keys(...args, '--help')).stdout

  it('names the commands', async () => {
    expect(await help()).toMatchInlineSnapshot(`
      "Usage: a0seal keys [options] [command]

      make, rotate and look at keys; none is ever printed on a terminal

      Options:
        -h, --help                   display help for command

      Commands:
        generate [options]           make keys: a key set as the text of an Action
                                     secret, in a file only you can read
        import [options] [file]      take keys from elsewhere: PEM, a JWK (with or
                                     without a kid) or a JWKS, of 256 bits, P-256 or
                                     X25519
        rotate [options]             one step of a rotation: add, deploy, promote,
                                     deploy, look for values of the old key, retire
        public [options] <file>      print the public halves of key pairs: the text of
                                     an Action secret
        inspect [options] <file>     say what a file of keys holds, and what is wrong
                                     with it; no keys are shown
        secret <file>                print keys as the text of an Action secret:
                                     without quotation marks, as \`a0deploy\` needs it
        reader-mac [options] <file>  derive what the reader of a write-only value
                                     needs of A0SEAL_MAC_KEY: the key of the MAC
                                     inside it
        help [command]               display help for command
      "
    `)
  })

  it('explains generate', async () => {
    expect(await help('generate')).toMatchInlineSnapshot(`
      "Usage: a0seal keys generate [options]

      make keys: a key set as the text of an Action secret, in a file only you can
      read

      Options:
        --for <purpose>      what the keys are for; the key pair of an application or
                             an API stays with it (choices: "slots", "application",
                             "api", "index", "mac", default: "slots")
        --alg <name>         of slots: secret key (A256GCM, A256KW), or key pair
                             (ECDH-ES) where write-only (choices: "A256GCM", "dir",
                             "A256KW", "ECDH-ES", default: "A256GCM")
        --curve <name>       of a key pair (choices: "P-256", "X25519", default:
                             "P-256")
        --mac                the same as --for mac
        --index              the same as --for index
        --out <file>         required: the new file, mode 0600; - for standard output,
                             if that is no terminal
        --public-out <file>  the new file for the public half of a key pair
        --json               print what was made as JSON, without the keys (default:
                             false)
        -h, --help           display help for command
      "
    `)
  })

  it('explains rotate', async () => {
    expect(await help('rotate')).toMatchInlineSnapshot(`
      "Usage: a0seal keys rotate [options]

      one step of a rotation: add, deploy, promote, deploy, look for values of the old
      key, retire

      Options:
        --add            append a new key: it opens, and does not seal yet
        --promote [kid]  the key that was added seals from now on, or the one of that
                         kid: --promote=KID
        --retire <kid>   remove a key that is not the first; needs --audited
        --audited        with --retire: you saw that no value is left under that key
                         (default: false)
        --file <file>    required: the key set; a key pair by its private half
        --json           print what was done as JSON, without the keys (default:
                         false)
        -h, --help       display help for command
      "
    `)
  })

  it('explains public', async () => {
    expect(await help('public')).toMatchInlineSnapshot(`
      "Usage: a0seal keys public [options] <file>

      print the public halves of key pairs: the text of an Action secret

      Arguments:
        file        the private key set

      Options:
        --json      JSON is what it prints anyway (default: false)
        -h, --help  display help for command
      "
    `)
  })

  it('explains inspect', async () => {
    expect(await help('inspect')).toMatchInlineSnapshot(`
      "Usage: a0seal keys inspect [options] <file>

      say what a file of keys holds, and what is wrong with it; no keys are shown

      Arguments:
        file        a key set, or a MAC key

      Options:
        --json      print it as JSON (default: false)
        -h, --help  display help for command
      "
    `)
  })
})
