import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { platformClient } from '../command/platform-client.ts';
import type { ExportOptions } from './options.ts';

/** How far a download is. */
export type Progress = { readonly pages: number; readonly bytes: number };

/** Follows the pages of an export into a file, which takes its name when all of it has come; what fails leaves none. */
export async function saveExport(
  { path, url, operator, out }: ExportOptions,
  tell: (progress: Progress) => void,
): Promise<Progress> {
  const api = platformClient(url, operator);
  await mkdir(dirname(out), { recursive: true });
  const partial = `${out}.${process.pid}.partial`;
  const file = await open(partial, 'w');
  let progress: Progress = { pages: 0, bytes: 0 };
  try {
    for (let next: string | undefined = path; next !== undefined; ) {
      const page: Awaited<ReturnType<typeof api.page>> = await api.page(next);
      await file.writeFile(page.text);
      progress = { pages: progress.pages + 1, bytes: progress.bytes + Buffer.byteLength(page.text) };
      tell(progress);
      next = page.next;
    }
    await file.sync();
    await file.close();
    await rename(partial, out);
    return progress;
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
}
