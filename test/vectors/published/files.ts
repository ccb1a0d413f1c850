import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One case of a Wycheproof file, with the members of its group. Which members there are depends on the file. */
export interface Case {
  tcId: number
  result: 'valid' | 'invalid' | 'acceptable'
  flags: string[]
  [member: string]: unknown
}

const readJson = (folder: string, path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'))

/** @param name without `_test.json` */
export const wycheproof = <T>(folder: string, name: string): (Case & T)[] => {
  const { testGroups } = readJson(folder, `wycheproof/${name}_test.json`)
  return testGroups.flatMap(({ tests, ...group }: { tests: Case[] }) =>
    tests.map(test => ({ ...group, ...test }))
  )
}

export type TextMembers = Record<string, string>

/** A case of the JOSE cookbook (RFC 7520), or one in its format. */
export interface Recipe {
  title: string
  input: { plaintext: string; key: TextMembers; alg: string; enc: string }
  generated: { iv: string; cek?: string }
  encrypting_key?: { epk?: TextMembers; cek?: string; encrypted_key?: string }
  encrypting_content: {
    protected: { epk?: TextMembers }
    protected_b64u: string
    ciphertext: string
    tag: string
  }
  output: { compact: string }
}

export const cookbook = (folder: string, name: string): Recipe => readJson(folder, `rfc7520/${name}.json`)

export const hex = (text: string): Buffer => Buffer.from(text, 'hex')
export const base64url = (text = ''): Buffer => Buffer.from(text, 'base64url')
