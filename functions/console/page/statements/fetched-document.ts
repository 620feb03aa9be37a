import { request } from '../api.ts';

/** Fetches a document with the tab's credentials, which a link cannot send; answers a URL that only this page can open. */
export async function fetchedUrl(path: string): Promise<string> {
  const response = await request(path);
  return URL.createObjectURL(await response.blob());
}

/** Saves a document as a file. */
export async function save(path: string, name: string): Promise<void> {
  const url = await fetchedUrl(path);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
