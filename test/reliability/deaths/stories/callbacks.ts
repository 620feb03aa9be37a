import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

/** A call of whose end its program is to be told. */
async function callback(stage: VoiceStage, status: number, changes: (at: number) => object = () => ({})) {
  const { account, number, phones } = await stage.tenant();
  stage.program.statuses['/told'] = status;
  stage.carrier.phone(phones[0]).answersAfter('1s').hangsUpAfter('5s');
  const form = { From: number, To: phones[0], Twiml: '<Response><Pause length="60"/></Response>' };
  await stage.make(stage.calls, account, 'Calls.json', {
    form: { ...form, StatusCallback: `${stage.program.url}/told` },
  });
  await stage.clock.advanceBy('20s');
  const entry = await stage.itemWith(({ action }) => action === 'callback.send');
  const { documents } = await import('../../../../lib/store/table.ts');
  const Item = { ...entry, ...changes(stage.clock.now()) };
  await documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item }));
  const sent = (queue: string) => stage.held(queue, account).length > 0;
  const outside = () => ({ heard: stage.heard('/told'), isDead: sent('callback-dead'), comesAgain: sent('callback') });
  return { account, outside };
}

const attempts = (count: number) => (at: number) => ({ attempts: count, attemptedAt: at });

export const callbacks: readonly Story<VoiceStage>[] = [
  {
    name: 'a callback is sent',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await callback(stage, 204);
      return { use: await stage.queued('callback.send'), outside };
    },
  },
  {
    name: 'the outbox is brought to its queues',
    async begin(stage) {
      const { outside } = await callback(stage, 204);
      return { use: await stage.streamed(), outside };
    },
  },
  {
    name: 'what is due is brought to its queue',
    async begin(stage) {
      const { outside } = await callback(stage, 500, attempts(11));
      await stage.perform('callback.send');
      await stage.due('callback.retry');
      const { PK } = await stage.itemWith(({ entity }) => entity === 'outbox');
      const id = String(PK).slice('OUT#'.length);
      return { use: stage.minute(), outside: () => ({ ...outside(), isBrought: stage.isBrought('callback', id) }) };
    },
  },
  {
    name: 'a callback fails and comes again',
    async begin(stage) {
      const { account, outside } = await callback(stage, 500);
      const use = await stage.queued('callback.send');
      return {
        use,
        outside,
        settle: async () => {
          stage.program.statuses['/told'] = 204;
          for (const message of stage.held('callback', account)) await stage.work('callback', message);
        },
      };
    },
  },
  {
    name: 'a callback fails and waits in the table',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await callback(stage, 500, attempts(11));
      return { use: await stage.queued('callback.send'), outside };
    },
  },
  {
    name: 'a callback is tried when it is due',
    changesTableOnly: true,
    async begin(stage) {
      const { outside } = await callback(stage, 500, attempts(11));
      await stage.perform('callback.send');
      stage.program.statuses['/told'] = 204;
      return { use: await stage.due('callback.retry'), outside };
    },
  },
  {
    name: 'a callback is given up',
    async begin(stage) {
      const { outside } = await callback(stage, 500, (at) => ({ createdAt: at - 86_400_000 }));
      return { use: await stage.queued('callback.send'), outside };
    },
  },
];
