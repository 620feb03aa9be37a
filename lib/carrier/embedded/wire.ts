import { drive } from './call/drive.ts';
import { followLink, relay } from './call/link-call.ts';
import { performance } from './call/perform.ts';
import { reportStatus } from './call/report-status.ts';
import { endAtLimit } from './call/time-limit.ts';
import { play } from './conference/playback.ts';
import { recordConference } from './conference/record-conference.ts';
import { reportConference } from './conference/report-conference.ts';
import { whenLegEnded } from './dial/start-dial.ts';
import type { Effect } from './interpreter/effect.ts';
import { answerMessage, reportMessage } from './message/answer-message.ts';
import { type Call, isFinal } from './network/call.ts';
import type { Network } from './network/network.ts';
import { actOn, beginScript } from './phone/acting.ts';
import { startRecording } from './recording/record-call.ts';
import { reportRecording } from './recording/report-recording.ts';
import { endRecordingsOf, recordVoice } from './recording/running.ts';
import { endStreamsOf } from './stream/end-stream.ts';
import { hearInStreams, pressInStreams } from './stream/hear-in-streams.ts';
import { reportStream } from './stream/report-stream.ts';
import { reportTranscription } from './transcription/report-transcription.ts';
import { transcribe } from './transcription/transcribe.ts';
import type { Webhooks } from './webhook/webhooks.ts';

/** Joins the parts of the carrier: what follows from what, in this order. */
export function wire(network: Network, webhooks: Webhooks): void {
  const { events } = network;
  const perform = performance(network, webhooks);
  events.on('effect wanted', (call, effect) => {
    (perform[effect.kind] as (call: Call, effect: Effect) => void)(call, effect);
  });
  events.on('playback wanted', (playback) => play(network, webhooks, playback));
  events.on('call moved', (call) => {
    follow(network, call);
    void reportStatus(network, webhooks, call);
    if (isFinal(call.status)) whenLegEnded(network, call);
    followLink(network, call);
    if (call.status === 'in-progress') beginScript(network, call);
  });
  events.on('call settled', (call) => actOn(network, call));
  events.on('phone heard', (call, heard) => {
    actOn(network, call);
    relay(network, call, heard);
  });
  events.on('sounded', (call, by, milliseconds, words) => {
    recordVoice(network, call, by, milliseconds, words);
    hearInStreams(network, call, by, milliseconds);
  });
  events.on('pressed', (call, digit) => pressInStreams(network, call, digit));
  events.on('stream moved', (stream, event) => void reportStream(network, webhooks, stream, event));
  events.on('conference changed', (conference, event) => {
    recordConference(network, conference, event);
    void reportConference(network, webhooks, conference, event);
  });
  events.on('text received', (message) => void answerMessage(network, webhooks, message));
  events.on('message moved', (message) => void reportMessage(network, webhooks, message));
  events.on('recording moved', (recording) => {
    void reportRecording(network, webhooks, recording);
    if (recording.status === 'completed') transcribe(network, recording);
  });
  events.on('transcription moved', (transcription) => void reportTranscription(network, webhooks, transcription));
}

function whenAnswered(network: Network, call: Call): void {
  endAtLimit(network, call);
  if (call.recordOnAnswer === undefined) return;
  startRecording(network, { callSid: call.sid, source: 'OutboundAPI', ...call.recordOnAnswer });
}

function follow(network: Network, call: Call): void {
  if (call.status === 'in-progress') whenAnswered(network, call);
  if (!isFinal(call.status)) return;
  drive(network, call, { kind: 'hung-up' });
  endRecordingsOf(network, call);
  endStreamsOf(network, call);
}
