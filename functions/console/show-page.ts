import { environment } from '../../lib/environment/environment.ts';
import type { Answer } from '../../lib/http/answer.ts';
import { html } from '../../lib/statement/html.ts';
import { assets } from './assets.ts';
import { pageHeaders } from './page-headers.ts';

/** The page. On one machine it is told where the simulated phones are played; deployed there are none. */
export async function showPage(): Promise<Answer> {
  const { controlUrl } = environment();
  return { status: 200, headers: pageHeaders(controlUrl), body: { text: document(controlUrl) } };
}

const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M3 3v10M6 3v10M9 3v10M12 3v10M1 12 15 4%22 stroke=%22%2317607a%22 stroke-width=%221.6%22/%3E%3C/svg%3E';

const document = (controlUrl: string | undefined): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${controlUrl === undefined ? '' : html`\n<meta name="phones-control" content="${controlUrl}">`}
<title>Tallyline</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/console/${assets.style.name}">
<script type="module" src="/console/${assets.script.name}"></script>
</head>
<body>
<noscript>This console needs JavaScript. The same can be done with the API: every page here is a request to it.</noscript>
</body>
</html>
`.text;
