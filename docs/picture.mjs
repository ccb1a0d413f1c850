// Writes docs/picture.svg: the picture of one login to the local tenant, as the README shows it.
import { writeFile } from 'node:fs/promises'
import { login, startTenant } from '../build/tenant/index.js'

const tenant = await startTenant({ config: 'a0seal.config.ts', httpsPort: false })
try {
  const [{ user_id: persona }] = tenant.personas
  await login(tenant, { client_id: 'hr-web', persona })
  const page = await (await fetch(tenant.inspector)).text()
  const [, id] = /href="\/inspector\/([\w-]+)"/.exec(page) ?? []
  const image = await (await fetch(`${tenant.inspector}/${id}/picture.svg`)).text()
  await writeFile('docs/picture.svg', image)
} finally {
  await tenant.stop()
}
