/**
 * oidc-provider without its start-up warning. Version 9 works on Node 20.19 and later 20.x but calls it unsupported, on
 * the console, while it is imported. Import the package's values from here, its types from itself.
 */
const { warn } = console
console.warn = (...args: unknown[]) => {
  if (!String(args[0]).includes('Unsupported runtime')) warn(...args)
}
const oidc = await import('oidc-provider').finally(() => {
  console.warn = warn
})

export const { Provider, errors, interactionPolicy } = oidc
