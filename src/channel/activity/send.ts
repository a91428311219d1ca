import type { Delivery, Dispatch, Pushed, VendorErased, VendorErasing } from '../../app/channel-port.ts';
import { isAllowedService, readAddress } from './address.ts';
import { activityLimits } from './limits.ts';
import { renderActivity } from './render.ts';
import type { ActivityService } from './service.ts';

/** Sends what has not gone out yet, part after part; stops at the first that fails. */
export async function sendActivity(
  service: Pick<ActivityService, 'send'>,
  hosts: readonly string[],
  dispatch: Dispatch,
): Promise<Pushed> {
  const address = readAddress(dispatch.address);
  // The list may have become shorter since she wrote.
  if (address === null || !isAllowedService(address.serviceUrl, hosts))
    return { delivery: { status: 'misconfigured' }, vendorIds: [] };
  const vendorIds: string[] = [];
  for (const part of renderActivity(dispatch).slice(dispatch.partsSent)) {
    try {
      vendorIds.push((await inTime(service.send(address, part))) ?? '');
    } catch (error) {
      return { delivery: deliveryOf(error), vendorIds };
    }
  }
  return { delivery: { status: 'sent' }, vendorIds };
}

/** Best effort: few of the channels behind the service can delete, and she was told so (channels.md §6). */
export async function eraseActivity(
  service: Pick<ActivityService, 'remove'>,
  { address: text, messages }: VendorErasing,
): Promise<VendorErased> {
  const address = readAddress(text);
  if (address === null) return { status: 'done' };
  for (const { id } of messages) {
    if (id === '') continue;
    const delivery = await inTime(service.remove(address, id)).then(() => null, deliveryOf);
    if (delivery?.status === 'retry') return { status: 'retry', afterMs: delivery.afterMs };
  }
  return { status: 'done' };
}

/** What a failed call means. The error holds identities: only its status is read. */
function deliveryOf(error: unknown): Delivery {
  const status = statusOf(error);
  if (status === null || status === 408 || status === 429 || status >= 500)
    return { status: 'retry', afterMs: retryAfterOf(error) };
  if (status === 401) return { status: 'misconfigured' };
  if (status === 403 || status === 404 || status === 410) return { status: 'unreachable' };
  return { status: 'rejected' };
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  const { status, response } = error as { status?: unknown; response?: { status?: unknown } };
  const found = typeof status === 'number' ? status : response?.status;
  return typeof found === 'number' ? found : null;
}

function retryAfterOf(error: unknown): number {
  const { response } = error as { response?: { headers?: { get?: (name: string) => string | null } } };
  const seconds = Number(response?.headers?.get?.('retry-after') ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** The SDK waits for ever; we do not. */
function inTime<Value>(call: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), activityLimits.requestMs);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}
