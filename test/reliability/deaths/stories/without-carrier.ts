import type { Plot } from '../story.ts';
import type { VoiceStage } from '../voice-stage.ts';

/** The same plot, while the carrier is not there: what a use case may also come to that died on its way to it. */
export const withoutCarrier = (begin: (stage: VoiceStage) => Promise<Plot>) => async (stage: VoiceStage) => {
  const plot = await begin(stage);
  stage.carrier.webhooks.faults.set([{ kind: 'api unavailable', rate: 1 }]);
  const settle = async () => {
    stage.carrier.webhooks.faults.set([]);
    await plot.settle?.();
  };
  return { ...plot, settle };
};
