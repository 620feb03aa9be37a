import * as z from 'zod/mini';
import type { Answer } from '../../lib/http/answer.ts';
import { openApiDocument } from './document.ts';

/** What an OpenAPI document has at its top (OpenAPI 3.1, section 4.8.1). */
export const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

/** The OpenAPI document of `/v1`, as it was generated with this version of the platform. */
export const showDocument = async (): Promise<Answer> => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' },
  body: { text: await openApiDocument() },
});
