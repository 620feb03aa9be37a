import { announceAction } from '../../lib/metering/announce-usage.ts';
import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { sendUsageEvent } from './send-usage-event.ts';

/** Usage events on their way to the operator's endpoint, where one is configured. */
export const handler = consumeQueue({ actions: { [announceAction]: sendUsageEvent }, due: {} });
