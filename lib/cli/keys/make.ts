import { unlink } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { Terminal } from '../terminal.js'
import { createKeyFile, readPrivateFile } from './file.js'
import { type NewKeys, newKeys, purposes } from './generate.js'
import { importKeys } from './import.js'

const usage = { code: 'a0seal.usage', exitCode: 2 }

interface Destination {
  out: string
  publicOut?: string
  json: boolean
}

const withDestination = (command: Command): Command =>
  command
    .requiredOption('--out <file>', 'the new file, mode 0600; - for standard output, if that is no terminal')
    .option('--public-out <file>', 'the new file for the public half of a key pair')
    .option('--json', 'print what was made as JSON, without the keys', false)

const assertNoTerminal = ({ out }: Destination, { stdout }: Terminal, command: Command): void => {
  if (out === '-' && stdout.isTTY)
    command.error('error: a key is not printed on a terminal: name a file with --out', usage)
}

/** Writes both files or none, and says what is in them. */
const write = async (
  { text, publicText, kid, alg }: NewKeys,
  { out, publicOut, json }: Destination,
  { stdout, printJson, printLine }: Terminal
): Promise<void> => {
  if (publicOut) await createKeyFile(publicOut, publicText ?? '')
  if (out === '-') {
    stdout.write(text)
    return
  }
  try {
    await createKeyFile(out, text)
  } catch (error) {
    if (publicOut) await unlink(publicOut)
    throw error
  }
  if (json) return printJson({ kid, alg, out, publicOut })
  printLine(`${kid ?? 'a MAC key'} (${alg}) is in ${out}`)
  if (publicOut) printLine(`its public half is in ${publicOut}`)
}

const purposeOption = (what: string): Option => new Option('--for <purpose>', what).choices([...purposes])

export const createGenerate = (terminal: Terminal): Command =>
  withDestination(
    new Command('generate')
      .description('make keys: a key set as the text of an Action secret, in a file only you can read')
      .addOption(
        purposeOption(
          'what the keys are for; the key pair of an application or an API stays with it'
        ).default('slots')
      )
      .addOption(
        new Option(
          '--alg <name>',
          'of slots: secret key (A256GCM, A256KW), or key pair (ECDH-ES) where write-only'
        )
          .choices(['A256GCM', 'dir', 'A256KW', 'ECDH-ES'])
          .default('A256GCM')
      )
      .addOption(new Option('--curve <name>', 'of a key pair').choices(['P-256', 'X25519']).default('P-256'))
      .addOption(new Option('--mac', 'the same as --for mac').conflicts(['alg', 'curve', 'index', 'for']))
      .addOption(new Option('--index', 'the same as --for index').conflicts(['alg', 'curve', 'for']))
  ).action(async ({ mac, index, ...options }, command: Command) => {
    const purpose = mac ? 'mac' : index ? 'index' : options.for
    const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli'
    if (purpose !== 'slots' && isGiven('alg')) command.error('error: --alg is for --for slots', usage)
    const isPair =
      purpose === 'slots' ? options.alg === 'ECDH-ES' : purpose === 'application' || purpose === 'api'
    const pairs = 'is for --alg ECDH-ES, and for --for application and api'
    if (options.publicOut && !isPair) command.error(`error: --public-out ${pairs}`, usage)
    if (!isPair && isGiven('curve')) command.error(`error: --curve ${pairs}`, usage)
    assertNoTerminal(options, terminal, command)
    await write(newKeys({ ...options, purpose }), options, terminal)
  })

const readAll = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const chunks: string[] = []
  for await (const chunk of stream) chunks.push(String(chunk))
  return chunks.join('')
}

export const createImport = (terminal: Terminal): Command =>
  withDestination(
    new Command('import')
      .description(
        'take keys from elsewhere: PEM, a JWK (with or without a kid) or a JWKS, of 256 bits, P-256 or X25519'
      )
      .argument('[file]', 'where they are; default standard input')
      .addOption(
        purposeOption('what they are for: default slots for a secret key, application for a key pair')
      )
  ).action(async (file: string | undefined, options, command: Command) => {
    assertNoTerminal(options, terminal, command)
    const { stdin } = terminal
    if (file === undefined && (stdin as { isTTY?: boolean }).isTTY)
      command.error('error: a key is not typed on a terminal: name its file, or pipe it', usage)
    const made = importKeys(
      file === undefined ? await readAll(stdin) : await readPrivateFile(file),
      options.for
    )
    if (options.publicOut && made.publicText === undefined)
      command.error('error: --public-out is for a private key: there is none in it', usage)
    await write(made, options, terminal)
  })
