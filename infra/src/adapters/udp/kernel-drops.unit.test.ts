import { expect, test } from '@jest/globals';
import { dropsIn, kernelDrops } from './kernel-drops.ts';
import { UdpNetwork } from './udp-network.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  753: 0100007F:09FB 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21067 2 0000000085f64a35 7
  754: 00000000:09FB 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21068 2 0000000085f64a36 40
 1578: 0100007F:AC5D 0100007F:09FB 01 00000000:00000000 00:00000000 00000000     0        0 21069 2 0000000047b8cd58 900
`;

test('the drops of a port are those of its sockets, not of those that speak to it', () => {
  expect(dropsIn(TABLE, 0x9fb)).toBe(47);
  expect(dropsIn(TABLE, 0xac5d)).toBe(900);
  expect(dropsIn(TABLE, 1)).toBe(0);
  expect(dropsIn('', 0x9fb)).toBe(0);
});

(process.platform === 'linux' ? test : test.skip)(
  'what a socket cannot hold while nobody reads is counted by the kernel',
  async () => {
    const local = { host: '127.0.0.1', port: 0 };
    const [from, to] = await Promise.all([
      new UdpNetwork('test').bind(local, () => undefined),
      new UdpNetwork('test').bind(local, () => undefined),
    ]);
    const { port } = to.address;
    expect(await kernelDrops(port)).toBe(0);
    const datagram = new Uint8Array(1200);
    // More than any kernel grants a buffer of two megabytes, in one turn: nothing is read meanwhile.
    for (let i = 0; i < 8000; i++) from.send(datagram, 0, datagram.length, to.address);
    expect(await kernelDrops(port)).toBeGreaterThan(100);
    await Promise.all([from.close(), to.close()]);
  },
);
