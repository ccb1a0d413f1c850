// Written once more from the specifications, over SHA-256 alone: what published vectors cannot reach in our code, because it
// frames its input, is compared with this, and this with the vectors.
import { createHash } from 'node:crypto'

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

const uint32 = (number: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

/** Behind its length in 4 bytes. */
export const framed = (bytes: Buffer): Buffer => Buffer.concat([uint32(bytes.length), bytes])

/** HMAC-SHA256, RFC 2104. */
export const hmac = (key: Buffer, message: Buffer): Buffer => {
  const block = Buffer.alloc(64)
  ;(key.length > 64 ? sha256(key) : key).copy(block)
  const pad = (byte: number) => block.map(value => value ^ byte) as Buffer
  return sha256(pad(0x5c), sha256(pad(0x36), message))
}

/** HKDF-SHA256, RFC 5869. */
export const hkdf = (key: Buffer, salt: Buffer, info: Buffer, size: number): Buffer => {
  const pseudorandomKey = hmac(salt, key)
  let block: Buffer = Buffer.alloc(0)
  let output: Buffer = Buffer.alloc(0)
  for (let counter = 1; output.length < size; counter++) {
    block = hmac(pseudorandomKey, Buffer.concat([block, info, Buffer.of(counter)]))
    output = Buffer.concat([output, block])
  }
  return output.subarray(0, size)
}

/** Concat KDF of RFC 7518 §4.6.2, for at most 256 bits and empty PartyUInfo and PartyVInfo. */
export const concatKdf = (secret: Buffer, algorithm: string, bits: number): Buffer => {
  const otherInfo = [framed(Buffer.from(algorithm)), uint32(0), uint32(0), uint32(bits)]
  return sha256(uint32(1), secret, ...otherInfo).subarray(0, bits / 8)
}
