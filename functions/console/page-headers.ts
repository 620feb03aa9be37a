import { createHash } from 'node:crypto';
import { statementStyle } from '../../lib/statement/statement-style.ts';

const style = statementStyle.text.replace(/^<style>|<\/style>$/g, '');

/** A statement is shown inside the page, under the page's own policy: its one style sheet is let in by its hash. */
const statementStyleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * What a browser may do with the page: run its own script, ask its own origin, and nothing else.
 * @param controlUrl on one machine, where the simulated phones are played
 */
export const pageHeaders = (controlUrl: string | undefined): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${statementStyleHash}`,
    "img-src 'self' data:",
    ["connect-src 'self'", ...(controlUrl === undefined ? [] : [new URL(controlUrl).origin])].join(' '),
    "media-src 'self' blob:",
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  ...assetHeaders,
});

/** Headers of everything that the console serves. */
export const assetHeaders = { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' } as const;
