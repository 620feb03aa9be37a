import type { CallView, Control, TextView } from './control.ts';
import { follow } from './follow.ts';
import { pipedLines, terminalKeys } from './keyboard.ts';

type Print = (line: string) => void;

const lookEveryMilliseconds = 250;

/** Dials a number and stays in the call until it ends. */
export async function dial(control: Control, from: string, to: string, print: Print): Promise<void> {
  const call = await control<CallView>('POST', `/phones/${from}/calls`, { to });
  print(`Dialling ${to} from ${from}.`);
  await talk(control, call, print);
}

/** Waits until the phone rings, picks it up and stays in the call until it ends. */
export async function answer(control: Control, number: string, print: Print): Promise<void> {
  await control('PUT', `/phones/${number}`, { answer: { kind: 'by hand' } });
  print(`Waiting for a call to ${number} (Ctrl-C to stop).`);
  for (;;) {
    const { calls } = await control<{ calls: CallView[] }>('GET', `/phones/${number}/calls`);
    const ringing = calls.find(({ status }) => status === 'ringing');
    if (ringing !== undefined) {
      print(`${ringing.from} is calling; picked up.`);
      await control('POST', `/calls/${ringing.sid}/answer`);
      await talk(control, ringing, print);
      return;
    }
    await new Promise((look) => setTimeout(look, lookEveryMilliseconds));
  }
}

async function talk(control: Control, call: CallView, print: Print): Promise<void> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) print('Keys are pressed as you type them; s says something, h or Ctrl-C hangs up.');
  const keyboard = isTerminal
    ? terminalKeys(process.stdin, control, call.sid, print)
    : pipedLines(process.stdin, control, call.sid, print);
  const hangUp = () => void control('POST', `/calls/${call.sid}/hangup`);
  process.on('SIGINT', hangUp);
  try {
    await follow(control, call, print);
  } finally {
    process.off('SIGINT', hangUp);
    keyboard.close();
  }
}

/** Sends a text, and prints what is answered within so many seconds. */
export async function text(
  control: Control,
  { from, to, body, waitSeconds }: { from: string; to: string; body: string; waitSeconds: number },
  print: Print,
): Promise<void> {
  const before = await received(control, from);
  await control('POST', `/phones/${from}/texts`, { to, body });
  print(`Sent to ${to} from ${from}.`);
  const until = performance.now() + waitSeconds * 1_000;
  while (performance.now() < until) {
    const now = await received(control, from);
    const fresh = now.slice(0, now.length - before.length);
    for (const answered of fresh.reverse()) print(`${answered.from}: ${answered.body}`);
    if (fresh.length > 0) return;
    await new Promise((look) => setTimeout(look, lookEveryMilliseconds));
  }
}

const received = async (control: Control, number: string): Promise<TextView[]> =>
  (await control<{ texts: TextView[] }>('GET', `/phones/${number}/texts`)).texts;

/** Prints the texts that reached a phone, oldest first. */
export async function texts(control: Control, number: string, print: Print): Promise<void> {
  const all = await received(control, number);
  if (all.length === 0) print(`No text has reached ${number}.`);
  for (const { at, from, body, mediaUrls } of all.reverse())
    print([`${at} ${from}: ${body}`, ...mediaUrls].join('\n  '));
}
