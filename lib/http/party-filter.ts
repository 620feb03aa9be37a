import * as z from 'zod/mini';
import { e164Of } from '../twiml/value.ts';
import { optionalText } from './parameter.ts';

/**
 * A list's filter by a number or a name. A number may be written as people write it, and as the unescaped plus of a URL
 * leaves it: ` 14155550123`.
 */
export const partyFilter = (charactersMax: number) =>
  z.pipe(
    optionalText(charactersMax),
    z.transform((given) => (given === undefined ? undefined : (e164Of(given) ?? given))),
  );
