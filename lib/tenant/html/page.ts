import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'

type Html = ReturnType<typeof html>

const css = `
:root{color-scheme:light dark;--paper:#fff;--field:#fff;--ink:#1c1d22;--dim:#585b6a;--line:#c9cad2;--edge:#767a8c;--accent:#4a48c8;--bad:#a3201a}
@media (prefers-color-scheme:dark){:root{--paper:#17181d;--field:#26282f;--ink:#f0f0f4;--dim:#a9acba;--line:#3a3d49;--edge:#8d91a3;--accent:#6f6cf0;--bad:#ff9d95}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--paper);color:var(--ink);display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;padding:1rem}
main{width:100%;max-width:26rem;border:1px solid var(--line);border-radius:.75rem;padding:1.5rem}
h1{font-size:1.25rem;margin:0 0 .25rem}
h2{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:.25rem 0 .75rem}
form{display:grid;gap:.5rem}
label{display:grid;gap:.25rem}
input,button{font:inherit;padding:.6rem .75rem;border:1px solid var(--edge);border-radius:.5rem;width:100%;color:var(--ink)}
input{background:var(--field)}
input[aria-invalid]{border-color:var(--bad)}
a{color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
button{cursor:pointer;text-align:left;background:transparent;overflow-wrap:anywhere}
button:hover,button:focus-visible{border-color:var(--accent)}
button.main{background:#4a48c8;border-color:#4a48c8;color:#fff;text-align:center}
button small{display:block;color:var(--dim)}
code{font-size:1.1em}
.note,.hint{color:var(--dim);font-size:.875rem}
.error{color:var(--bad);font-weight:600;overflow-wrap:anywhere}
`

const styleHash = createHash('sha256').update(css).digest('base64')

/** What every page is sent with. No `form-action`: browsers hold it against the redirect to the application too. */
export const pageHeaders: Record<string, string> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff'
}

/** A whole page. What is put into `html` templates is escaped. */
export const page = (title: string, content: Html | Html[]): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(css)}</style>
</head>
<body>
<main>
${content}
<p class="note">Local development tenant: nothing here is real.</p>
</main>
</body>
</html>`
