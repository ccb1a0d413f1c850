/** The part of write-file-atomic this tenant uses: it comes without types. */
declare module 'write-file-atomic' {
  export default function writeFileAtomic(
    file: string,
    text: string,
    options?: { mode?: number }
  ): Promise<void>
}
