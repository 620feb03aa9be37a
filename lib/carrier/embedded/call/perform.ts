import { dial, disconnect } from '../dial/dial.ts';
import { joinLeg } from '../dial/start-dial.ts';
import type { Effect } from '../interpreter/effect.ts';
import type { RecordSettings } from '../interpreter/recording-verb.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { hear } from '../phone/hearing.ts';
import { pressAtPhone } from '../phone/pressed.ts';
import { enterQueue } from '../queue/enter-queue.ts';
import { leaveQueue } from '../queue/leave-queue.ts';
import { connectTaken } from '../queue/serve-queue.ts';
import { playMilliseconds } from '../recording/play-length.ts';
import { discardRecording, endRecording, recordedSound, startRecording } from '../recording/record-call.ts';
import { recordingsOf } from '../recording/running.ts';
import { disconnectStreams, stopNamed } from '../stream/end-stream.ts';
import { startStream } from '../stream/start-stream.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { askProgram } from './ask-program.ts';
import { drive } from './drive.ts';
import { afterInCall, endCall, moveCall } from './move-call.ts';
import { callParameters } from './parameters.ts';

type Performance = { readonly [Kind in Effect['kind']]: (call: Call, effect: Extract<Effect, { kind: Kind }>) => void };

/** What a session wants done, done: by effect. */
export function performance(network: Network, webhooks: Webhooks): Performance {
  const { clock } = network;
  const elapse = (call: Call, milliseconds: number, timer: number) =>
    afterInCall(network, call, milliseconds, () => drive(network, call, { kind: 'elapsed', timer }));
  return {
    answer: (call) => void moveCall(network, call, 'in-progress'),
    ask: (call, ask) => void askProgram(network, webhooks, call, ask),
    tell: (call, { source, parameters }) =>
      void webhooks.send(source, { ...callParameters(network, call), ...parameters }),
    say: (call, { text, language, milliseconds }) => {
      hear(network, call, 'carrier', text, language);
      network.events.tell('sounded', call, 'carrier', milliseconds, text);
    },
    play: (call, { url, times, timer }) => {
      hear(network, call, 'carrier', `[plays ${url}]`);
      void network.inFlight.during(playMilliseconds(webhooks, url)).then((milliseconds) => {
        network.events.tell('sounded', call, 'carrier', milliseconds * times);
        elapse(call, milliseconds * times, timer);
      });
    },
    press: (call, { digits }) => pressAtPhone(network, call, digits, () => undefined),
    beep: (call) => hear(network, call, 'carrier', '[beep]'),
    wait: (call, { timer, milliseconds }) => elapse(call, milliseconds, timer),
    'start-recording': (call, { settings }) => startVerbRecording(network, call, settings),
    'end-recording': (call, { discard }) => endVerbRecording(network, call, discard),
    'start-stream': (call, { settings, awaited }) => void startStream(network, call, settings, awaited),
    'stop-stream': (call, { name }) => stopNamed(network, call, name),
    'disconnect-stream': (call) => disconnectStreams(network, call),
    dial: (call, { settings }) => dial(network, call, settings),
    disconnect: (call) => disconnect(network, call),
    connect: (call) => (call.stay === undefined ? joinLeg(network, call) : connectTaken(network, call)),
    enqueue: (call, { name }) => enterQueue(network, call, name),
    'leave-queue': (call, effect) => leaveQueue(network, webhooks, call, effect),
    reject: (call, { reason }) => void endCall(network, call, reason === 'busy' ? 'busy' : 'no-answer'),
    'hang-up': (call) => void endCall(network, call, 'no-answer'),
    trace: (call, { verb, line, detail }) => void call.trace.push({ at: clock.now(), verb, line, detail }),
    error: (call, { code, message }) => {
      call.trace.push({ at: clock.now(), verb: 'error', line: 0, detail: message, code });
      network.log(`call ${call.sid}: ${code} ${message}`);
    },
  };
}

function startVerbRecording(network: Network, call: Call, settings: RecordSettings): void {
  const statusCallback = settings.statusCallback && {
    ...settings.statusCallback,
    events: settings.statusCallbackEvents,
  };
  const { transcription } = settings;
  startRecording(network, { callSid: call.sid, source: 'RecordVerb', channels: 1, statusCallback, transcription });
}

function endVerbRecording(network: Network, call: Call, discard: boolean): void {
  const recording = recordingsOf(network, call).find(({ source }) => source === 'RecordVerb');
  if (recording === undefined) return;
  if (discard) {
    discardRecording(network, recording);
    return;
  }
  endRecording(network, recording);
  drive(network, call, { kind: 'recorded', ...recordedSound(network, recording) });
}
