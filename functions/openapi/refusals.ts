import * as z from 'zod/mini';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { named } from '../../lib/http/schema.ts';

const Refusal = named(
  'Refusal',
  z.object({
    code: z.int(),
    message: z.string(),
    more_info: z.url(),
    status: z.int(),
  }),
);

const refusal = (description: string, headers?: z.ZodMiniObject) => ({
  description,
  content: { 'application/json': { schema: Refusal } },
  ...(headers && { headers }),
});

const retryAfter = z.object({
  'retry-after': z.string().check(z.meta({ description: 'Seconds after which to ask again' })),
});

/** What any request may be answered instead, by status. */
export const refusals = {
  Invalid: refusal('A parameter is wrong: the message names it and says what it must be'),
  Unauthenticated: refusal(
    'The credentials are missing or wrong, or an API key where an auth token is needed',
    z.object({ 'www-authenticate': z.string() }),
  ),
  Forbidden: refusal('The account is suspended or closed, or may not do this'),
  NotFound: refusal('There is no such thing, or it is not for these credentials to see'),
  Conflict: refusal(
    'Another request came first; or the Idempotency-Key was used with another body; or there is nothing to tell yet',
  ),
  TooLarge: refusal('The body is larger than 1 MiB'),
  TooMany: refusal('The account asks more often than it may', retryAfter),
  Failed: refusal('A failure of the platform’s own; asking again is safe with an Idempotency-Key'),
} satisfies Record<string, ZodOpenApiResponseObject>;
