import type { Story } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

export const reconciliation: readonly Story<VoiceStage>[] = [
  {
    name: 'a carrier’s list is read',
    changesTableOnly: true,
    async begin(stage) {
      const { account, number, phones } = await stage.tenant();
      const From = new Date(stage.clock.now()).toISOString();
      await stage.make(stage.messages, account, 'Messages.json', {
        form: { From: number, To: phones[0], Body: 'Hello' },
      });
      await stage.clock.advanceBy('10s');
      const To = new Date(stage.clock.now()).toISOString();
      const json = { Carrier: 'twilio', From, To, Currency: 'USD' };
      const operator = stage.platform.operator;
      const { Sid: reading } = await stage.make(stage.billing, operator, '/v1/Reconciliations/FromCarrier', { json });
      return { use: stage.message('billing', { reading }) };
    },
  },
];
