// What the candidates use of packages that only `bench/package.json` installs, so that types hold without them.
declare module '@hapi/iron' {
  export const defaults: object
  export function seal(data: object, password: string, options: object): Promise<string>
  export function unseal(sealed: string, password: string, options: object): Promise<unknown>
}

declare module '@47ng/cloak' {
  export function parseKeySync(key: string): object
  export function encryptStringSync(text: string, key: object): string
  export function decryptStringSync(sealed: string, key: object): string
}
