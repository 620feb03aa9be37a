import type { Network } from '../network/network.ts';
import type { RestAnswer, RestRequest } from './answer.ts';
import { createCall, deleteCall, fetchCall, listCalls, updateCall } from './calls.ts';
import {
  fetchConference,
  fetchParticipant,
  listConferences,
  listParticipants,
  removeParticipant,
  updateConference,
  updateParticipant,
} from './conferences.ts';
import { dialParticipant } from './dial-participant.ts';
import { createMessage, deleteMessage, fetchMessage, listMessages, updateMessage } from './messages.ts';
import {
  buyNumber,
  buyNumberOf,
  fetchNumber,
  listAvailable,
  listCountries,
  listNumbers,
  releaseNumber,
  updateNumber,
} from './numbers.ts';
import {
  createQueue,
  deleteQueue,
  dequeueMember,
  fetchMember,
  fetchQueue,
  listMembers,
  listQueues,
  updateQueue,
} from './queues.ts';
import {
  createRecording,
  deleteRecording,
  fetchAudio,
  fetchRecording,
  listRecordings,
  updateRecording,
} from './recordings.ts';
import { createStream, updateStream } from './streams.ts';
import { deleteTranscription, fetchTranscription, listTranscriptions } from './transcriptions.ts';

type RestHandler = (network: Network, request: RestRequest) => RestAnswer;

/** Twilio's REST API as far as an upstream needs it, below `/2010-04-01/Accounts/{AccountSid}`. */
const table: readonly (readonly [method: string, path: string, handler: RestHandler])[] = [
  ['POST', '/Calls.json', createCall],
  ['GET', '/Calls.json', listCalls],
  ['GET', '/Calls/{CallSid}.json', fetchCall],
  ['POST', '/Calls/{CallSid}.json', updateCall],
  ['DELETE', '/Calls/{CallSid}.json', deleteCall],
  ['POST', '/Calls/{CallSid}/Recordings.json', createRecording],
  ['GET', '/Calls/{CallSid}/Recordings.json', listRecordings],
  ['GET', '/Calls/{CallSid}/Recordings/{RecordingSid}.json', fetchRecording],
  ['POST', '/Calls/{CallSid}/Recordings/{RecordingSid}.json', updateRecording],
  ['DELETE', '/Calls/{CallSid}/Recordings/{RecordingSid}.json', deleteRecording],
  ['POST', '/Calls/{CallSid}/Streams.json', createStream],
  ['POST', '/Calls/{CallSid}/Streams/{StreamSid}.json', updateStream],
  ['POST', '/Messages.json', createMessage],
  ['GET', '/Messages.json', listMessages],
  ['GET', '/Messages/{MessageSid}.json', fetchMessage],
  ['POST', '/Messages/{MessageSid}.json', updateMessage],
  ['DELETE', '/Messages/{MessageSid}.json', deleteMessage],
  ['GET', '/Recordings.json', listRecordings],
  ['GET', '/Recordings/{RecordingSid}.json', fetchRecording],
  ['DELETE', '/Recordings/{RecordingSid}.json', deleteRecording],
  ['GET', '/Recordings/{RecordingSid}.wav', fetchAudio],
  ['GET', '/Recordings/{RecordingSid}', fetchAudio],
  ['GET', '/Recordings/{RecordingSid}/Transcriptions.json', listTranscriptions],
  ['GET', '/Recordings/{RecordingSid}/Transcriptions/{TranscriptionSid}.json', fetchTranscription],
  ['DELETE', '/Recordings/{RecordingSid}/Transcriptions/{TranscriptionSid}.json', deleteTranscription],
  ['GET', '/Transcriptions.json', listTranscriptions],
  ['GET', '/Transcriptions/{TranscriptionSid}.json', fetchTranscription],
  ['DELETE', '/Transcriptions/{TranscriptionSid}.json', deleteTranscription],
  ['GET', '/Conferences.json', listConferences],
  ['GET', '/Conferences/{ConferenceSid}.json', fetchConference],
  ['POST', '/Conferences/{ConferenceSid}.json', updateConference],
  ['GET', '/Conferences/{ConferenceSid}/Recordings.json', listRecordings],
  ['POST', '/Conferences/{ConferenceSid}/Recordings/{RecordingSid}.json', updateRecording],
  ['POST', '/Conferences/{ConferenceSid}/Participants.json', dialParticipant],
  ['GET', '/Conferences/{ConferenceSid}/Participants.json', listParticipants],
  ['GET', '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', fetchParticipant],
  ['POST', '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', updateParticipant],
  ['DELETE', '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', removeParticipant],
  ['GET', '/Queues.json', listQueues],
  ['POST', '/Queues.json', createQueue],
  ['GET', '/Queues/{QueueSid}.json', fetchQueue],
  ['POST', '/Queues/{QueueSid}.json', updateQueue],
  ['DELETE', '/Queues/{QueueSid}.json', deleteQueue],
  ['GET', '/Queues/{QueueSid}/Members.json', listMembers],
  ['GET', '/Queues/{QueueSid}/Members/{CallSid}.json', fetchMember],
  ['POST', '/Queues/{QueueSid}/Members/{CallSid}.json', dequeueMember],
  ['GET', '/AvailablePhoneNumbers/{Country}/{Type}.json', listAvailable],
  ['GET', '/AvailablePhoneNumbers.json', listCountries],
  ['POST', '/IncomingPhoneNumbers.json', buyNumber],
  ...(['Local', 'Mobile', 'TollFree'] as const).map(
    (type) => ['POST', `/IncomingPhoneNumbers/${type}.json`, buyNumberOf(type)] as const,
  ),
  ['GET', '/IncomingPhoneNumbers.json', listNumbers],
  ['GET', '/IncomingPhoneNumbers/{NumberSid}.json', fetchNumber],
  ['POST', '/IncomingPhoneNumbers/{NumberSid}.json', updateNumber],
  ['DELETE', '/IncomingPhoneNumbers/{NumberSid}.json', releaseNumber],
];

export const restRoutes = table.map(([method, path, handler]) => ({ method, pattern: patternOf(path), handler }));

/** A path such as `/Calls/{CallSid}.json` as an expression with named groups; a name never holds a slash or a dot. */
function patternOf(path: string): RegExp {
  const escaped = path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
  return new RegExp(`^${escaped}$`);
}
