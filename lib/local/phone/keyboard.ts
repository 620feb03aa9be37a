import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { type Control, Refused } from './control.ts';

type Keyboard = { readonly close: () => void };

const enter = /[\r\n]/;
const backspace = /[\b\x7f]/;
const controlC = '\x03';

/**
 * A terminal's keys during a call: digits, * and # are pressed, `s` begins something to say (Enter says it), `h` or
 * Ctrl-C hangs up. A key that comes when there is nobody to take it is told, and does no harm.
 */
export function terminalKeys(
  terminal: ReadStream,
  control: Control,
  sid: string,
  print: (line: string) => void,
): Keyboard {
  let speech: string | undefined;
  const ask = (path: string, body?: object) => {
    control('POST', `/calls/${sid}/${path}`, body).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      print(`(${error.message})`);
    });
  };
  const typed = (key: string): void => {
    if (key === controlC) ask('hangup');
    else if (speech !== undefined) speech = typedSpeech(speech, key);
    else if (/[0-9*#]/.test(key)) ask('keys', { digits: key });
    else if (key === 's') {
      speech = '';
      process.stdout.write('say: ');
    } else if (key === 'h') ask('hangup');
  };
  const typedSpeech = (before: string, key: string): string | undefined => {
    if (enter.test(key)) {
      process.stdout.write('\n');
      if (before !== '') ask('speech', { text: before });
      return undefined;
    }
    process.stdout.write(backspace.test(key) ? '\b \b' : key);
    return backspace.test(key) ? before.slice(0, -1) : before + key;
  };
  const onKeys = (bytes: Buffer) => {
    for (const key of bytes.toString('utf8')) typed(key);
  };
  terminal.setRawMode(true).on('data', onKeys).resume();
  return {
    close: () => {
      terminal.off('data', onKeys).setRawMode(false).pause();
    },
  };
}

/** What a line asks for: keys, `say …`, `wait 2s`, `hear …` or `hangup`; undefined if it is none of these. */
export function stepOf(line: string): object | undefined {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
  if (word === 'say' && rest !== '') return { act: 'says', text: rest };
  if (word === 'wait' && rest !== '') return { act: 'waits', duration: rest };
  if (word === 'hear' && rest !== '') return { act: 'hears', text: rest };
  if (word === 'hangup' || word === 'h') return { act: 'hangs up' };
  return /^[0-9*#w]+$/.test(word) && rest === '' ? { act: 'presses', digits: word } : undefined;
}

/** Lines from a file or another program: each is a step, done when somebody listens, one after the other. */
export function pipedLines(
  input: NodeJS.ReadableStream,
  control: Control,
  sid: string,
  print: (line: string) => void,
): Keyboard {
  const lines = createInterface({ input });
  let done = Promise.resolve();
  const refused = (error: unknown): void => {
    if (!(error instanceof Refused)) throw error;
    print(`(${error.message})`);
  };
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    const step = stepOf(line);
    if (step === undefined) print(`(not understood: ${line})`);
    else done = done.then(() => control<void>('POST', `/calls/${sid}/steps`, { steps: [step] })).catch(refused);
  });
  return { close: () => lines.close() };
}
