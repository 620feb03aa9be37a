import type { Day } from '../../../lib/period/day.ts';

/** Where a page ended: the next begins behind this id of this day. */
export type ExportPosition = { readonly day: Day; readonly id: string };

export type WrittenRow = ExportPosition & { readonly text: string };

/** A page's limits. The text is counted as it is answered: inside JSON, where quotes are escaped. */
export type ExportLimits = { readonly rows: number; readonly answerBytes: number };

/** Reads as many rows as a page holds, at least one; `next` says where the next page begins, undefined at the end. */
export async function readExportPage(
  rows: AsyncIterable<WrittenRow>,
  limits: ExportLimits,
): Promise<{ readonly text: string; readonly next: ExportPosition | undefined }> {
  const texts: string[] = [];
  let answerBytes = 0;
  let last: ExportPosition | undefined;
  for await (const { day, id, text } of rows) {
    answerBytes += Buffer.byteLength(JSON.stringify(text));
    const isFull = texts.length === limits.rows || answerBytes > limits.answerBytes;
    if (isFull && last !== undefined) return { text: texts.join(''), next: last };
    texts.push(text);
    last = { day, id };
  }
  return { text: texts.join(''), next: undefined };
}

const idBytesMax = 1_024; // a sort key's

/** A position as a page token, and back; undefined where the token is none of ours. */
export const pageTokenOf = ({ day, id }: ExportPosition): string =>
  `PT${Buffer.from(`${day}#${id}`).toString('base64url')}`;

export function positionOf(pageToken: string): ExportPosition | undefined {
  const decoded = Buffer.from(pageToken.replace(/^PT/, ''), 'base64url').toString('utf8');
  const [, day = '', id = ''] = /^(\d{8})#(.+)$/su.exec(decoded) ?? [];
  const position = { day, id };
  return id !== '' && Buffer.byteLength(id) <= idBytesMax && pageTokenOf(position) === pageToken ? position : undefined;
}
