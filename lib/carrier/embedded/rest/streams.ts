import { isTrack } from '../interpreter/verbs/stream.ts';
import type { MediaStream } from '../network/media-stream.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import { endStream } from '../stream/end-stream.ts';
import { startStream } from '../stream/start-stream.ts';
import { badRequest, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { badUrlIn, sourceIn, textIn } from './form.ts';

/** Twilio's most. */
const parametersMax = 99;

/** POST Calls/{Sid}/Streams.json: a one-way stream. */
export function createStream(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const call = network.calls.get(named['CallSid'] ?? '');
  if (call === undefined) return notFound(path);
  if (call.status !== 'in-progress') return badRequest(21220, 'Call is not in-progress');
  const url = textIn(form, 'Url');
  const track = textIn(form, 'Track') ?? 'inbound_track';
  if (url === undefined || !/^wss?:$/.test(URL.parse(url)?.protocol ?? ''))
    return badRequest(21205, `'${url ?? ''}' is not a valid URL of wss`);
  if (!isTrack(track)) return badRequest(31941, `'${track}' is not a track`);
  const bad = badUrlIn(form, ['StatusCallback']);
  if (bad !== undefined) return badRequest(21609, `'${bad}' is not a valid URL`);
  const settings = {
    ...{ url, track, name: textIn(form, 'Name'), bothWays: false, parameters: parametersIn(form) },
    statusCallback: sourceIn(form, 'StatusCallback', 'StatusCallbackMethod'),
  };
  return found(representStream(network, startStream(network, call, settings, undefined)));
}

/** `Parameter1.Name` and `Parameter1.Value`, and so on. */
function parametersIn(form: URLSearchParams): Record<string, string> {
  const numbers = Array.from({ length: parametersMax }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.flatMap((number) => {
      const name = textIn(form, `Parameter${number}.Name`);
      return name === undefined ? [] : [[name, form.get(`Parameter${number}.Value`) ?? '']];
    }),
  );
}

/** POST Calls/{Sid}/Streams/{Sid or name}.json: its end. What has ended stays so. */
export function updateStream(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const sought = named['StreamSid'] ?? '';
  const stream = [...network.streams.values()]
    .filter(({ callSid }) => callSid === named['CallSid'])
    .findLast(({ sid, settings }) => sid === sought || settings.name === sought);
  if (stream === undefined) return notFound(path);
  if (textIn(form, 'Status') !== 'stopped') return badRequest(20001, 'Status must be stopped');
  if (stream.settings.bothWays) return badRequest(20001, 'A bidirectional stream ends with its server or its call');
  endStream(network, stream);
  return found(representStream(network, stream));
}

const representStream = ({ accountSid }: Network, { sid, callSid, settings, status, updatedAt }: MediaStream) => ({
  sid,
  account_sid: accountSid,
  call_sid: callSid,
  name: settings.name ?? null,
  status,
  date_updated: rfc2822(updatedAt),
  uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Streams/${sid}.json`,
});
