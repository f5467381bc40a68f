import { TcpInterlink } from '../adapters/tcp/tcp-interlink.ts';

/** Links of one process of a test's world, over loopback. */
export function testInterlink(process: string, role = 'log'): TcpInterlink {
  return new TcpInterlink({ self: { process, role }, world: 'w', clusterKey: Buffer.from('key') });
}
