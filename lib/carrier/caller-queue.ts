import type { CarrierLink, CarrierReference } from './reference.ts';

/** What a carrier knows of a queue now: how many wait, at most how many may, and how long those who wait have waited. */
export type QueueFacts = {
  readonly reference: CarrierReference;
  readonly size: number;
  readonly maxSize: number;
  readonly averageWaitSeconds: number;
};

/** A call that waits in a queue. `position` counts from 1, the first; `enqueuedAt` in epoch milliseconds by the carrier's clock. */
export type QueueMember = {
  readonly call: CarrierReference;
  readonly position: number;
  readonly enqueuedAt: number;
  readonly waitSeconds: number;
};

/** Who in a queue is meant: a call, or whichever is the first when the carrier is asked. */
export type MemberSought = CarrierReference | 'front';

/**
 * Queues of calls at a carrier. It alone knows who waits and who is next, since it takes the next one out itself; a queue
 * has a name that is the only one there. What is not there is rejected (20404).
 */
export interface CallerQueues {
  /** Rejected with 22003 where there is one of that name. */
  createQueue(name: string, maxSize: number): Promise<QueueFacts>;
  /** The queue of that name; a carrier may have to look through all that it has. */
  findQueue(name: string): Promise<QueueFacts | undefined>;
  fetchQueue(queue: CarrierReference): Promise<QueueFacts>;
  resizeQueue(queue: CarrierReference, maxSize: number): Promise<QueueFacts>;
  /** Rejected while somebody waits in it. */
  deleteQueue(queue: CarrierReference): Promise<void>;
  /** Everybody who waits, the first first. */
  queueMembers(queue: CarrierReference): Promise<readonly QueueMember[]>;
  fetchQueueMember(queue: CarrierReference, member: MemberSought): Promise<QueueMember>;
  /** Takes somebody out, to do what the link says; answers the place that was left. */
  dequeueMember(queue: CarrierReference, member: MemberSought, link: CarrierLink): Promise<QueueMember>;
}

/** Why a queue of a name cannot be made: there is one. Twilio answers it, though its list of errors lacks it. */
export const queueNameTaken = 22003;
