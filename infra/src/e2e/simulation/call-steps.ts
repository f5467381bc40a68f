import type { ShardService } from '@atlasnet/cluster';
import { decodeMessage, interlinkMessages, logMessages, topicNames } from '@atlasnet/schemas';
import type { Frame, RegionId } from '@atlasnet/schemas';
import type { PortCall } from '../../adapters/simulated/index.ts';
import type { SimCluster } from '../sim-cluster.ts';
import type { CrashStep } from './crash-points.ts';

/** One entity's way from a region to another, by the number of its message (M1). */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly number: number;
}

/** What a port call is a step of, and whose ways each step of handoff is about. */
export type CallSteps = ReadonlyMap<CrashStep, readonly Passage[]>;

class Found extends Map<CrashStep, Passage[]> {
  add(step: CrashStep, passage: Passage | null = null): void {
    const passages = this.get(step) ?? [];
    if (passage) passages.push(passage);
    this.set(step, passages);
  }
}

/**
 * Tells the steps of a call from what it carries.
 * @param draining whether the process was told to leave
 */
export function stepsOfCall(cluster: SimCluster, call: PortCall, draining: boolean): CallSteps {
  const found = new Found();
  const topics = topicNames(cluster.name);
  const { port, operation, about } = call;
  if (port === 'store') storeSteps(call, found);
  else if (port === 'interlink') linkSteps(call, found);
  else if (about.name === topics.frames) framesSteps(cluster, call, draining, found);
  else if (about.name === topics.map) mapSteps(call, found);
  else if (about.name === topics.checkpoints) {
    const shard = shardOf(cluster, call.process) !== null;
    if (operation === 'read' && shard) found.add('claim.checkpoint');
    if (operation === 'deleteBefore') found.add('checkpoint.drop');
    if (operation === 'append') found.add('checkpoint.chunk');
    if (operation === 'append' && draining) found.add('drain.checkpoint');
  }
  return found;
}

/** By the process of the simulated world: the name that it goes by may be another. */
function shardOf(cluster: SimCluster, id: string): ShardService | null {
  for (const { process, service } of cluster.shards.values()) {
    if (process.id === id) return service;
  }
  return null;
}

function storeSteps({ operation, about }: PortCall, found: Found): void {
  if (about.name.includes('/checkpoint/')) {
    if (operation === 'get') found.add('claim.copy');
    if (operation === 'set') found.add('checkpoint.copy');
  }
  if (!about.name.includes('/process/')) return;
  if (operation === 'delete') found.add('drain.leave');
  const entry = operation === 'set' ? new TextDecoder().decode(about.bytes[0]) : '';
  if (entry.includes('"draining":true')) found.add('drain.announce');
}

function framesSteps(
  cluster: SimCluster,
  { process, operation, about }: PortCall,
  draining: boolean,
  found: Found,
): void {
  const host = shardOf(cluster, process)?.host(about.partition as RegionId);
  if (operation === 'deleteBefore') found.add('checkpoint.trim');
  if (operation === 'read' && host) found.add(host.runtime ? 'append.read-back' : 'claim.tail');
  if (operation !== 'append') return;
  if (about.bytes.length > 1) found.add('append.batch');
  let mapVersion = host?.lastFrame?.mapVersion ?? 0;
  for (const bytes of about.bytes) {
    const record = decodeMessage(logMessages.FrameRecord, bytes, 'a frame record');
    found.add(record.claim ? 'claim.append' : 'append.frame');
    if (draining && !record.claim) found.add('drain.frame');
    if (!record.frame) continue;
    frameSteps(record.frame, found);
    if (mapVersion > 0 && record.frame.mapVersion > mapVersion) found.add('map.switch');
    mapVersion = record.frame.mapVersion;
  }
}

function frameSteps(frame: Frame, found: Found): void {
  const { region } = frame;
  if (frame.closed) found.add('map.release');
  for (const { to, number } of frame.departures) {
    found.add('handoff.depart', { from: region, to, number });
  }
  for (const { from, number, arrived } of frame.inputs?.messages ?? []) {
    if (arrived !== 0) found.add('handoff.arrive', { from, to: region, number });
  }
  for (const { region: to, number } of frame.confirmed) {
    found.add('handoff.confirm', { from: region, to, number });
  }
}

function mapSteps({ operation, about }: PortCall, found: Found): void {
  if (operation === 'follow') found.add('map.hear');
  if (operation !== 'append') return;
  for (const bytes of about.bytes) {
    const record = decodeMessage(logMessages.MapRecord, bytes, 'a map record');
    if (record.assignment) found.add('claim.assign');
    if (record.proposal) found.add('map.propose');
    if (record.activation) found.add('map.activate');
    if (record.withdrawal) found.add('map.withdraw');
    if (record.retired) found.add('map.retire');
  }
}

function linkSteps({ operation, about }: PortCall, found: Found): void {
  const sends = operation === 'send';
  for (const bytes of about.bytes) {
    const message = decodeMessage(interlinkMessages.LinkMessage, bytes, 'a link message');
    const { slice, delivery } = message;
    if (message.subscribe && sends) found.add('publish.subscribe');
    if (message.subscriptionStart && sends) found.add('publish.start');
    if (slice) found.add(sends ? 'publish.slice' : 'publish.hear');
    for (const { region: from, number } of slice?.applied ?? []) {
      const passage = { from, to: slice?.region ?? 0, number };
      found.add(sends ? 'handoff.show' : 'handoff.hear', passage);
    }
    const { from, to, number } = delivery?.message?.handoff ? delivery : NOBODY;
    if (from !== to) found.add(sends ? 'handoff.send' : 'handoff.receive', { from, to, number });
  }
}

const NOBODY: Passage = { from: 0, to: 0, number: 0 };
/** Their numbers speak for all up to them. */
const UP_TO: readonly CrashStep[] = ['handoff.show', 'handoff.hear', 'handoff.confirm'];

/** Whether a step of a call is on an entity's way. */
export function concerns(call: CallSteps, step: CrashStep, wanted: Passage): boolean {
  return (call.get(step) ?? []).some(({ from, to, number }) => {
    if (from !== wanted.from || to !== wanted.to) return false;
    return number === wanted.number || (number > wanted.number && UP_TO.includes(step));
  });
}
