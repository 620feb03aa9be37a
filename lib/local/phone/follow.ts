import type { CallView, Control, Entry, Transcript } from './control.ts';

const waitSeconds = 20;

const marks: Readonly<Record<Entry['from'], string>> = { carrier: '  <', other: ' <<', phone: '  >' };

/** Prints what is heard and said in a call as it happens, until it ends. */
export async function follow(control: Control, call: CallView, print: (line: string) => void): Promise<void> {
  let status = '';
  for (let after = 0; ; ) {
    const heard = await control<Transcript>(
      'GET',
      `/calls/${call.sid}/transcript?after=${after}&waitSeconds=${waitSeconds}`,
    );
    for (const { from, text } of heard.entries) print(`${marks[from]} ${text}`);
    after = heard.next;
    if (heard.status !== status && !heard.ended && heard.status !== 'in-progress') print(`(${heard.status})`);
    status = heard.status;
    if (heard.ended) break;
  }
  const { status: ended, seconds } = await control<CallView>('GET', `/calls/${call.sid}`);
  print(`The call has ended: ${ended}, ${seconds} s.`);
}
