import type { CallFacts } from '../../lib/carrier/carrier.ts';
import { elementsOf, type TwimlElement } from '../../lib/twiml/element.ts';
import type { Call } from './call-store.ts';
import { noteStatus } from './note-status.ts';

/** Whether a verb leaves the phone ringing, as Twilio has it: who hangs up meanwhile has talked to nobody. */
const leavesRinging = ({ name, attributes }: TwimlElement): boolean =>
  name === 'Reject' ||
  name === 'Pause' ||
  name === 'Redirect' ||
  (name === 'Dial' && attributes['answerOnBridge'] === 'true');

/**
 * Notes that a call which came in is answered. No carrier reports that: it follows from the document's first verb, or
 * from what a later webhook says of the call.
 */
export async function notePickUp(call: Call, document: TwimlElement, facts: CallFacts, now: number): Promise<void> {
  if (call.direction !== 'inbound' || call.status !== 'ringing') return;
  const [first] = elementsOf(document);
  if (facts.status !== 'in-progress' && first !== undefined && leavesRinging(first)) return;
  await noteStatus(call.sid, { ...facts, status: 'in-progress' }, now);
}
