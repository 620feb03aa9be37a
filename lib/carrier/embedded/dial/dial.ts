import { drive } from '../call/drive.ts';
import { afterInCall } from '../call/move-call.ts';
import { joinConference, leaveConference } from '../conference/join-conference.ts';
import type { ConferenceSettings, DialSettings } from '../interpreter/dialing.ts';
import { type Call, isFinal } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { dialQueue } from '../queue/dial-queue.ts';
import { abandonQueueDial } from '../queue/end-queue-dial.ts';
import { abandonDial, dialNumbers } from './start-dial.ts';

/** Does what a `<Dial>` asks. */
export function dial(network: Network, call: Call, settings: DialSettings): void {
  const { destination } = settings;
  if (destination.kind === 'numbers') dialNumbers(network, call, settings, destination.targets);
  else if (destination.kind === 'queue') dialQueue(network, call, settings, destination);
  else dialConference(network, call, settings, destination.conference);
}

function dialConference(network: Network, call: Call, settings: DialSettings, room: ConferenceSettings): void {
  const conference = joinConference(network, call, room);
  if (conference === undefined) {
    drive(network, call, { kind: 'dialed', outcome: { status: 'failed', bridged: false } });
    return;
  }
  drive(network, call, { kind: 'bridged' });
  afterInCall(network, call, settings.timeLimitSeconds * 1_000, () => {
    if (call.conferenceSid === conference.sid) disconnect(network, call);
  });
}

/** A call parts from its other leg, its conference, or whom a queue gave it. */
export function disconnect(network: Network, call: Call): void {
  abandonDial(network, call);
  abandonQueueDial(network, call);
  leaveConference(network, call, isFinal(call.status) ? 'participant_hung_up' : 'participant_updated_via_api');
}
