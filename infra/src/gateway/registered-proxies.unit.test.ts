import type { RegisteredProcess } from '@atlasnet/cluster';
import { processId } from '@atlasnet/schemas';
import { expect, test } from '@jest/globals';
import { proxiesOf } from './registered-proxies.ts';

function entry(extra: RegisteredProcess['extra'], draining = false): RegisteredProcess {
  return { id: processId('00112233445566ff'), role: 'proxy', address: '', draining, extra };
}

test("a proxy's entry gives address, load and whether it is leaving; others are left out", () => {
  const listed = proxiesOf([
    entry({
      ...{ udp: '203.0.113.7:2555', clients: 12, clientsMax: 2000 },
      ...{ tcp: true, websocket: 'wss://edge.example:2555', spare: true },
    }),
    entry({ udp: '[2001:db8::1]:2556' }, true),
    ...['proxy.example:2555', '203.0.113.7', '203.0.113.7:0', '203.0.113.7:99999', ''].map((udp) =>
      entry({ udp }),
    ),
    entry({}),
  ]);
  expect(listed).toEqual([
    {
      process: '00112233445566ff',
      address: { host: '203.0.113.7', port: 2555 },
      tcp: true,
      websocket: 'wss://edge.example:2555',
      clients: 12,
      clientsMax: 2000,
      draining: false,
      spare: true,
    },
    expect.objectContaining({
      address: { host: '2001:db8::1', port: 2556 },
      tcp: false,
      websocket: '',
      clients: 0,
      draining: true,
      spare: false,
    }),
  ]);
});
