// A fresh process for one measurement: require -> first seal, milliseconds, with `crypto` loaded as it is inside Auth0.
require('node:crypto')

const [bundle = '', input = ''] = process.argv.slice(2)
const { setup, data } = JSON.parse(input)

const main = async () => {
  const start = performance.now()
  const { createSeal } = require(bundle)
  const seal = await createSeal(setup)
  await seal(data)
  const milliseconds = performance.now() - start // before process.stdout, whose first use takes longer than that
  process.stdout.write(String(milliseconds))
}

main()
