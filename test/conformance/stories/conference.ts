import type { World } from '../world.ts';

/** A conference of two that is recorded, and a third who is dialled: looked at, muted, one removed, ended. */
export async function conference({ client, number, voice, work }: World): Promise<void> {
  voice.twiml['/voice'] = '<Response><Dial><Conference record="record-from-start">lobby</Conference></Dial></Response>';
  for (const phone of ['+14155550114', '+14155550115']) {
    voice.carrier.phone(phone).dials(number);
    await voice.clock.advanceBy('10s');
  }
  const [live] = await client.conferences.list({ status: 'in-progress', limit: 5 });
  if (live === undefined) throw new Error('There is no conference');
  const room = client.conferences(live.sid);
  await room.fetch();
  voice.carrier.phone('+14155550116').answersAfter('1s');
  const added = await room.participants.create({ from: number, to: '+14155550116', label: 'guest', earlyMedia: false });
  await room.participants(added.callSid).fetch();
  await work(live.sid, 'call');
  await voice.clock.advanceBy('5s');
  await room.participants('guest').update({ muted: true });
  await client.conferences('another room').participants.create({ from: number, to: '+14155550116' });
  const [, second, first] = await room.participants.list({ limit: 5 });
  if (first === undefined || second === undefined) throw new Error('There are no two participants');
  await room.participants(first.callSid).fetch();
  await room.participants(first.callSid).update({ muted: true });
  voice.twiml['/announcement'] = '<Response><Say>Hello</Say></Response>';
  const announceUrl = `${voice.programUrl}/announcement`;
  await room.participants(first.callSid).update({ coaching: true, callSidToCoach: second.callSid, announceUrl });
  await room.participants(first.callSid).update({ coaching: false, beepOnExit: false, waitUrl: '' });
  await room.update({ announceUrl });
  await room.recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'skip' });
  await room.recordings('Twilio.CURRENT').update({ status: 'in-progress' });
  await room.participants(second.callSid).remove();
  await voice.clock.advanceBy('5s');
  await room.update({ status: 'completed' });
  await voice.clock.advanceBy('10s');
  const [recorded] = await room.recordings.list({ limit: 5 });
  if (recorded === undefined) throw new Error('The conference was not recorded');
  await room.recordings(recorded.sid).fetch();
  await room.recordings(recorded.sid).remove();
}
