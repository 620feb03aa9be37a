import * as z from 'zod/mini';
import type { CarrierReference } from '../carrier.ts';
import type { MediaStreams, StartStream } from '../media-stream.ts';
import { type Form, send } from './request.ts';
import type { Upstream } from './upstream.ts';

const Stream = z.object({ sid: z.string() });

/** Twilio numbers a stream's parameters from 1, and takes no more. */
const parametersMax = 99;

/** Streams of a call's sound, as Twilio has them. */
export function mediaStreams(upstream: Upstream): MediaStreams {
  const post = async (path: string, form: Form): Promise<CarrierReference> => {
    const { sid } = Stream.parse(await (await send(upstream, 'POST', path, form)).json());
    return { carrier: 'twilio', account: upstream.accountSid, id: sid };
  };
  return {
    startStream: (call, request) => post(`/Calls/${call.id}/Streams.json`, streamForm(request)),
    stopStream: (call, sought) => {
      const stream = 'name' in sought ? encodeURIComponent(sought.name) : sought.id;
      return post(`/Calls/${call.id}/Streams/${stream}.json`, { Status: 'stopped' });
    },
  };
}

const streamForm = ({ url, name, track, parameters, statusLink }: StartStream): Form => ({
  Url: url,
  Name: name,
  Track: track,
  StatusCallback: statusLink,
  StatusCallbackMethod: 'POST',
  ...Object.fromEntries(
    parameters.slice(0, parametersMax).flatMap(({ name: named, value }, index) => [
      [`Parameter${index + 1}.Name`, named],
      [`Parameter${index + 1}.Value`, value],
    ]),
  ),
});
