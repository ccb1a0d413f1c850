// Writes a data file of some megabytes without a pause, to be killed while it does. Needs `npm run compile`.
/** Compiled modules have no types. @param {string} path */
const built = path => import(new URL(`../../../${path}`, import.meta.url).href)
const { createSaver } = await built('build/tenant/store/data-file.js')

const [file = ''] = process.argv.slice(2)
const text = 'x'.repeat(1000)
let round = 0

const read = () => {
  round += 1
  const users = Array.from({ length: 3000 }, (_, at) => ({ user_id: `${round}-${at}`, text }))
  return /** @type {any} */ ({ seeded: [], key: { kid: 'kid' }, cookieKey: '', actions: {}, users })
}

const write = async () => {
  const saver = createSaver(file, { tenant: 'acme-dev', read, failed: console.error })
  await saver.close()
}

await write()
process.send?.('written')
for (;;) await write()
