import { expect, test } from '@jest/globals';
import { configWith } from './config/index.ts';
import { gatewayAdmission } from './gateway-admission.ts';

const BEHIND_PROXY = { 'gateway.trustedProxies': '127.0.0.1' };
const BEYOND = { 'network.bindHost': '0.0.0.0', 'network.token': 'x' };
const ALLOWED = { 'gateway.developmentBeyondLoopback': 'true' };
const TICKETS = { 'gateway.login': 'ticket', 'gateway.ticketKey': 'ab'.repeat(32) };

test('where only this machine asks, names are taken and requests are not counted', () => {
  const admission = gatewayAdmission(configWith({}));
  expect(admission).toMatchObject({ isLocal: true, requestsPerMinuteMax: null });
  expect(admission.provider.kind).toBe('development');
});

test('names without proof are refused behind a reverse proxy as beyond loopback, with the way out', () => {
  for (const [reached, how] of [
    [BEHIND_PROXY, 'gateway.trustedProxies names 127.0.0.1'],
    [BEYOND, 'it binds 0.0.0.0'],
  ] as const) {
    const refused = expect(() => gatewayAdmission(configWith(reached)));
    refused.toThrow(how);
    refused.toThrow(
      expect.objectContaining({
        code: 'ATLAS_CONFIG_INVALID',
        hint: 'Set gateway.login to jwt or ticket, or gateway.developmentBeyondLoopback to true.',
      }),
    );
  }
});

test('requests are counted by address wherever others ask, whatever they prove themselves with', () => {
  for (const reached of [BEHIND_PROXY, BEYOND]) {
    for (const login of [ALLOWED, TICKETS]) {
      const admission = gatewayAdmission(configWith({ ...reached, ...login }));
      expect(admission).toMatchObject({ isLocal: false, requestsPerMinuteMax: 600 });
    }
  }
  expect(gatewayAdmission(configWith(TICKETS)).requestsPerMinuteMax).toBe(600);
});
