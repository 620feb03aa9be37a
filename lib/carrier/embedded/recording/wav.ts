import type { Recording, Voice } from '../network/recording.ts';

const sampleRate = 8_000;
const samplesPerMillisecond = sampleRate / 1_000;
const bytesPerSample = 2;
const headerBytes = 44;
const loudness = 8_000;
/** So much is made at a time: a second's sound, so that an hour's recording never stands in memory. */
const chunkSamples = sampleRate;

type Sound = Pick<Recording, 'channels' | 'recordedMilliseconds' | 'voices'>;

/** A recording's size as a WAV file. */
export const wavBytes = ({ channels, recordedMilliseconds }: Sound): number =>
  headerBytes + recordedMilliseconds * samplesPerMillisecond * channels * bytesPerSample;

/** A recording as a WAV file, 8 kHz 16-bit PCM: a tone while somebody speaks, else silence. */
export function* wavOf(sound: Sound): Generator<Buffer> {
  yield header(sound);
  const samples = sound.recordedMilliseconds * samplesPerMillisecond;
  for (let from = 0; from < samples; from += chunkSamples) {
    yield chunk(sound, from, Math.min(from + chunkSamples, samples));
  }
}

function header(sound: Sound): Buffer {
  const { channels } = sound;
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(wavBytes(sound) - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  bytes.writeUInt16LE(channels * bytesPerSample, 32);
  bytes.writeUInt16LE(bytesPerSample * 8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(wavBytes(sound) - headerBytes, 40);
  return bytes;
}

function chunk({ channels, voices }: Sound, from: number, to: number): Buffer {
  const samples = new Int16Array((to - from) * channels);
  for (const voice of voices) addTone(samples, voice, { from, to, channels });
  return Buffer.from(samples.buffer);
}

function addTone(
  samples: Int16Array,
  voice: Voice,
  { from, to, channels }: { from: number; to: number; channels: number },
): void {
  const first = Math.max(from, voice.from * samplesPerMillisecond);
  const last = Math.min(to, voice.to * samplesPerMillisecond);
  for (let sample = first; sample < last; sample += 1) {
    const at = (sample - from) * channels + (channels === 2 ? voice.channel : 0);
    const tone = loudness * Math.sin((2 * Math.PI * voice.hertz * sample) / sampleRate);
    samples[at] = Math.max(-32_768, Math.min(32_767, (samples[at] ?? 0) + tone));
  }
}
