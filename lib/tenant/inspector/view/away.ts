import { html } from 'hono/html'
import type { Html } from './value.js'

/** Where a login that is tried with a redirect leads: a site that is not the tenant's, as far as the tenant knows. */
export const awayPage = (state: string): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Away from the tenant</title>
<link rel="stylesheet" href="/inspector/style.css">
</head>
<body class="away">
<main>
<h1>Away from the tenant</h1>
<p>An Action has sent the browser here. The login waits until it comes back.</p>
<form action="/continue"><input type="hidden" name="state" value="${state}"><button>Go back</button></form>
</main>
</body>
</html>`
