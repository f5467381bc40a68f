import type { Link, LinkMessage, RegionId } from '@atlasnet/schemas';
import { sendBody } from './link-hub.ts';
import type { RegionHost } from './region-host.ts';

/** Hands what came over a link to the region that it is for. */
export function routeMessage(
  hosts: ReadonlyMap<RegionId, RegionHost>,
  link: Link,
  message: LinkMessage,
): void {
  const { slice, subscriptionStart, announcement, notOwner, ping } = message;
  if (slice) {
    hosts.get((slice.reader - 1) as RegionId)?.slice(slice);
  } else if (subscriptionStart) {
    const reader = (subscriptionStart.reader - 1) as RegionId;
    hosts.get(reader)?.neighbourhood?.start(subscriptionStart);
  } else if (announcement) {
    hosts.get(announcement.to as RegionId)?.announced(announcement);
  } else if (notOwner) {
    for (const host of hosts.values()) host.notOwner(notOwner.region as RegionId);
  } else if (ping) {
    sendBody(link, { pong: { sentMs: ping.sentMs } });
  } else {
    toOwner(hosts, link, message);
  }
}

function toOwner(hosts: ReadonlyMap<RegionId, RegionHost>, link: Link, message: LinkMessage): void {
  const { subscribe, unsubscribe, delivery, attach, command, inputs, detach } = message;
  const body = inputs ?? command ?? subscribe ?? unsubscribe ?? attach ?? detach;
  const region = (delivery?.to ?? body?.region) as RegionId | undefined;
  if (region === undefined) return;
  const host = hosts.get(region);
  if (!host?.whenReady(link, () => take(host, link, message))) {
    sendBody(link, { notOwner: { region } });
  }
}

function take(host: RegionHost, link: Link, message: LinkMessage): void {
  const { subscribe, unsubscribe, delivery, attach, command, inputs, detach } = message;
  if (inputs) host.runtime?.inputs(inputs.column, inputs.worldSchemaHash);
  else if (subscribe) host.publisher?.subscribe(link, subscribe);
  else if (unsubscribe) host.publisher?.unsubscribe(link, unsubscribe.reader);
  else if (delivery) host.deliver(delivery);
  else if (attach) host.attach(link, attach);
  else if (command) host.runtime?.command(command);
  else if (detach) host.detach(link, detach);
}
