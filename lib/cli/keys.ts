import { Command } from 'commander'
import { A0sealError } from '../core/errors.js'
import { parseMacKey } from '../core/seal/mac.js'
import { finishing } from './interruption.js'
import { changeKeyFile, createKeyFile, isReadByOthers, readKeyFile, readPrivateFile } from './keys/file.js'
import { createGenerate, createImport } from './keys/make.js'
import { publicKeys } from './keys/public.js'
import { describeKeySet, type KeyReport } from './keys/report.js'
import { type Rotated, type RotationStep, rotateKeys } from './keys/rotate.js'
import type { Terminal } from './terminal.js'

const usage = { code: 'a0seal.usage', exitCode: 2 }

const describeKey = ({ kid = '(no kid)', alg = '(no alg)', curve, place, added }: KeyReport): string =>
  [kid.padEnd(22), curve ? `${alg} ${curve}` : alg, place, added === undefined ? '' : 'waits to be promoted']
    .filter(Boolean)
    .join('  ')

const stepOf = (
  {
    add,
    promote,
    retire,
    audited
  }: { add?: true; promote?: true | string; retire?: string; audited: boolean },
  command: Command
): RotationStep => {
  if ([add, promote, retire].filter(value => value !== undefined).length !== 1)
    command.error('error: one step at a time: one of --add, --promote, --retire', usage)
  if (add) return { name: 'add' }
  if (retire === undefined) return { name: 'promote', ...(typeof promote === 'string' && { kid: promote }) }
  if (!audited) {
    const why = 'what only this key opens is lost for good'
    command.error(
      `error: --retire needs --audited, once you saw that no value is left under ${retire}: ${why}`,
      usage
    )
  }
  return { name: 'retire', kid: retire }
}

const createRotate = ({ printJson, printLine, warn }: Terminal): Command =>
  new Command('rotate')
    .description(
      'one step of a rotation: add, deploy, promote, deploy, look for values of the old key, retire'
    )
    .option('--add', 'append a new key: it opens, and does not seal yet')
    .option(
      '--promote [kid]',
      'the key that was added seals from now on, or the one of that kid: --promote=KID'
    )
    .option('--retire <kid>', 'remove a key that is not the first; needs --audited')
    .option('--audited', 'with --retire: you saw that no value is left under that key', false)
    .requiredOption('--file <file>', 'the key set; a key pair by its private half')
    .option('--json', 'print what was done as JSON, without the keys', false)
    .action(async ({ file, json, ...options }, command: Command) => {
      const step = stepOf(options, command)
      let rotated: Rotated | undefined
      const change = (text: string) => {
        rotated = rotateKeys(text, step, { now: Date.now() })
        return rotated.text
      }
      const wasOpen = await isReadByOthers(file).catch(() => false) // what is not there is refused below
      await finishing(() => changeKeyFile(file, change))
      if (wasOpen)
        warn(
          `${file}: others than its owner could read it until now: go on to retire the keys that were in it`
        )
      const { kid, keys, next } = rotated as unknown as Rotated
      if (json) return printJson({ step: step.name, kid, keys, next })
      printLine([...keys.map(describeKey), `Next: ${next}`].join('\n'))
    })

const createPublic = ({ printLine }: Terminal): Command =>
  new Command('public')
    .description('print the public halves of key pairs: the text of an Action secret')
    .argument('<file>', 'the private key set')
    .option('--json', 'JSON is what it prints anyway', false)
    .action(async (file: string) => printLine(publicKeys(await readPrivateFile(file))))

const createInspect = (terminal: Terminal): Command =>
  new Command('inspect')
    .description('say what a file of keys holds, and what is wrong with it; no keys are shown')
    .argument('<file>', 'a key set, or a MAC key')
    .option('--json', 'print it as JSON', false)
    .action(async (file: string, { json }) => {
      const { kind, keys, problems } = describeKeySet(await readKeyFile(file))
      if (kind !== 'public' && (await isReadByOthers(file)))
        problems.push('others than its owner can read the file')
      if (problems.length > 0) terminal.exitCode = 1
      const { printJson, printLine } = terminal
      if (json) return printJson({ kind, keys, problems })
      printLine(kind === 'MAC' ? 'a MAC key' : `${kind ?? 'unknown'} keys: ${keys.length}`)
      for (const line of [...keys.map(describeKey), ...problems.map(problem => `problem: ${problem}`)])
        printLine(`  ${line}`)
    })

const createSecret = ({ stdout }: Terminal): Command =>
  new Command('secret')
    .description(
      'print keys as the text of an Action secret: without quotation marks, as `a0deploy` needs it'
    )
    .argument('<file>', 'a key set, or a MAC key')
    .action(async (file: string, _options, command: Command) => {
      if (stdout.isTTY) command.error('error: keys are not printed on a terminal: pipe them', usage)
      const text = await readPrivateFile(file)
      const { kind, problems } = describeKeySet(text)
      if (kind === 'private')
        throw new A0sealError(
          'ERR_PRIVATE_KEY',
          `${file} holds private keys, which stay with the application: an Action gets npx a0seal keys public ${file}`
        )
      if (problems.length > 0) throw new A0sealError('ERR_KEY_SET', problems.join('; '))
      stdout.write(kind === 'MAC' ? text.trim() : Buffer.from(text.trim()).toString('base64url'))
    })

const createReaderMac = ({ printLine }: Terminal): Command =>
  new Command('reader-mac')
    .description(
      'derive what the reader of a write-only value needs of A0SEAL_MAC_KEY: the key of the MAC inside it'
    )
    .argument('<file>', 'the MAC key')
    .requiredOption('--out <file>', 'the new file, mode 0600')
    .action(async (file: string, { out }) => {
      const { inner } = parseMacKey((await readPrivateFile(file)).trim())
      await createKeyFile(out, inner.toString('base64url'))
      printLine(`the reader's macKey is in ${out}`)
    })

export const createKeysCommand = (terminal: Terminal): Command =>
  new Command('keys')
    .description('make, rotate and look at keys; none is ever printed on a terminal')
    .addCommand(createGenerate(terminal))
    .addCommand(createImport(terminal))
    .addCommand(createRotate(terminal))
    .addCommand(createPublic(terminal))
    .addCommand(createInspect(terminal))
    .addCommand(createSecret(terminal))
    .addCommand(createReaderMac(terminal))
