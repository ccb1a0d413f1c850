import { html } from 'hono/html'
import { page } from './page.js'

/** A page that says what went wrong. Both texts are escaped. */
export const errorPage = ({ title, text }: { title: string; text: string }) =>
  page(title, html`<h1>${title}</h1><p>${text}</p>`)
