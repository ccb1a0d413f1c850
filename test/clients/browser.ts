import { createCookieJar, visit } from '../../lib/tenant/client/login.js'
import { ada } from '../tenant/action.js'

/** Where the browser has come to. */
export interface Page {
  url: URL
  status: number
  text: string
}

const hopsAllowed = 20

const post = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString()
})

/** The form that a page sends by itself, as `response_mode=form_post` has it, or that says yes to a logout. */
const formOf = (text: string): { action: string; fields: Record<string, string> } | undefined => {
  const action = /<form method="post" action="([^"]+)">/.exec(text)?.[1]
  const isSent = action === '/oidc/logout' || text.includes('forms[0].submit()')
  if (action === undefined || !isSent) return undefined
  const inputs = text.matchAll(/name="([^"]+)" value="([^"]*)"/g)
  return { action, fields: Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value])) }
}

/** A browser without a screen: it follows redirects, sends the forms above, and logs in as Ada where it is asked to. */
export const createBrowser = () => {
  const jar = createCookieJar()
  return async (start: string | URL): Promise<Page> => {
    let url = new URL(start)
    let init: RequestInit = {}
    for (let hop = 0; hop < hopsAllowed; hop += 1) {
      const response = await visit(jar, url, init)
      const location = response.headers.get('location')
      const text = await response.text()
      const form = formOf(text)
      init = {}
      if (location !== null) {
        url = new URL(location, url)
      } else if (url.pathname === '/u/login' && response.ok) {
        const state = url.searchParams.get('state') ?? ''
        init = post({ state, connection: 'acme-idp', persona: ada })
        url = new URL('/u/login', url)
      } else if (form) {
        init = post(form.fields)
        url = new URL(form.action, url)
      } else {
        return { url, status: response.status, text }
      }
    }
    throw new Error('too many redirects')
  }
}

export const jsonIn = ({ text }: Page): Record<string, unknown> => JSON.parse(text)
