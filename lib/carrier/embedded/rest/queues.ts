import { redirectCall } from '../dial/redirect-call.ts';
import type { Call } from '../network/call.ts';
import type { CallerQueue } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import { defaultQueueSize, largestQueue, newQueue, queueNamed } from '../queue/caller-queues.ts';
import { badRequest, created, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { badUrlIn, sourceIn, textIn } from './form.ts';
import { page } from './page.ts';
import { representMember, representQueue } from './represent-queue.ts';

const longestName = 64;

/** GET Queues.json. */
export const listQueues = (network: Network, request: RestRequest): RestAnswer =>
  page(request, 'queues', [...network.queues.values()].reverse(), (queue) => representQueue(network, queue));

/** POST Queues.json. */
export function createQueue(network: Network, { form }: RestRequest): RestAnswer {
  const name = textIn(form, 'FriendlyName');
  if (name === undefined) return badRequest(20001, 'FriendlyName is required');
  const refusal = checkQueue(network, form);
  if (refusal !== undefined) return refusal;
  const queue = newQueue(network, name, Number(textIn(form, 'MaxSize') ?? defaultQueueSize));
  return created(representQueue(network, queue));
}

/** Twilio's refusals; 22003 stands in no list of its errors, but is what it answers. */
function checkQueue(network: Network, form: URLSearchParams, self?: CallerQueue): RestAnswer | undefined {
  const name = textIn(form, 'FriendlyName');
  const size = textIn(form, 'MaxSize');
  if (name !== undefined && name.length > longestName)
    return badRequest(20001, `FriendlyName has more than ${longestName} characters`);
  if (size !== undefined && (!/^\d{1,4}$/.test(size) || Number(size) < 1 || Number(size) > largestQueue))
    return badRequest(20001, `MaxSize must be a number from 1 to ${largestQueue}`);
  const taken = name === undefined ? undefined : queueNamed(network, name);
  if (taken !== undefined && taken !== self) return badRequest(22003, `A queue with the name ${name} already exists`);
  return undefined;
}

const queueIn = (network: Network, { named }: RestRequest): CallerQueue | undefined =>
  network.queues.get(named['QueueSid'] ?? '');

/** GET Queues/{Sid}.json. */
export function fetchQueue(network: Network, request: RestRequest): RestAnswer {
  const queue = queueIn(network, request);
  return queue === undefined ? notFound(request.path) : found(representQueue(network, queue));
}

/** POST Queues/{Sid}.json: another name, another size. Who is in it stays in it. */
export function updateQueue(network: Network, request: RestRequest): RestAnswer {
  const queue = queueIn(network, request);
  if (queue === undefined) return notFound(request.path);
  const { form } = request;
  const refusal = checkQueue(network, form, queue);
  if (refusal !== undefined) return refusal;
  queue.friendlyName = textIn(form, 'FriendlyName') ?? queue.friendlyName;
  queue.maxSize = Number(textIn(form, 'MaxSize') ?? queue.maxSize);
  queue.updatedAt = network.clock.now();
  network.events.tell('state changed');
  return found(representQueue(network, queue));
}

/** DELETE Queues/{Sid}.json: only a queue in which nobody is. */
export function deleteQueue(network: Network, request: RestRequest): RestAnswer {
  const queue = queueIn(network, request);
  if (queue === undefined) return notFound(request.path);
  if (queue.waiting.length > 0) return badRequest(20001, 'Only an empty queue can be deleted');
  network.queues.delete(queue.sid);
  network.events.tell('state changed');
  return deleted;
}

/** GET Queues/{Sid}/Members.json, the first first. */
export function listMembers(network: Network, request: RestRequest): RestAnswer {
  const queue = queueIn(network, request);
  if (queue === undefined) return notFound(request.path);
  return page(request, 'queue_members', queue.waiting, (call) => representMember(network, queue, call));
}

/** A call that waits in the queue of the path: by its SID, or the first as `Front`. */
function memberIn(network: Network, request: RestRequest): { queue: CallerQueue; call: Call } | undefined {
  const queue = queueIn(network, request);
  const key = request.named['CallSid'] ?? '';
  const call = key === 'Front' ? queue?.waiting[0] : queue?.waiting.find(({ sid }) => sid === key);
  return queue === undefined || call === undefined ? undefined : { queue, call };
}

/** GET Queues/{Sid}/Members/{CallSid or Front}.json. */
export function fetchMember(network: Network, request: RestRequest): RestAnswer {
  const member = memberIn(network, request);
  return member === undefined ? notFound(request.path) : found(representMember(network, member.queue, member.call));
}

/** POST Queues/{Sid}/Members/{CallSid or Front}.json: it leaves the queue and does what the URL says. */
export function dequeueMember(network: Network, request: RestRequest): RestAnswer {
  const member = memberIn(network, request);
  if (member === undefined) return notFound(request.path);
  const source = sourceIn(request.form, 'Url', 'Method');
  if (source === undefined || badUrlIn(request.form, ['Url']) !== undefined)
    return badRequest(21205, 'Url is not a valid URL');
  const shown = representMember(network, member.queue, member.call);
  redirectCall(network, member.call, { kind: 'source', source });
  return found(shown);
}
