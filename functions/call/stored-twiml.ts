import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { checkTwiml } from '../../lib/twiml/check-twiml.ts';
import { parseTwiml } from '../../lib/twiml/parse-twiml.ts';

/** Why TwiML that came in a request cannot be taken; undefined when it can. What the account may do is asked when it is executed. */
export function objectionToTwiml(twiml: string): Refusal | undefined {
  const parsed = parseTwiml(twiml);
  if (parsed.kind === 'refused')
    return refuse(12100, `Twiml: ${parsed.message} (line ${parsed.line}, column ${parsed.column})`);
  const [error] = checkTwiml(parsed.document, 'voice', { inline: true }).errors;
  return error === undefined ? undefined : refuse(12200, `Twiml: ${error.message} (line ${error.line})`);
}
