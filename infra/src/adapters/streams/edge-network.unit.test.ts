import { datagramContract } from '../../testing/datagram-contract.ts';
import { SystemClock } from '../system/index.ts';
import { PrometheusMetrics } from '../telemetry/index.ts';
import { EdgeNetwork } from './edge-network.ts';

datagramContract('udp beside streams', () => {
  const make = () =>
    new EdgeNetwork({
      ...{ clock: new SystemClock(), metrics: new PrometheusMetrics() },
      ...{ portKey: 'proxy.port', certificate: null },
    });
  return Promise.resolve({ one: make(), other: make(), close: () => Promise.resolve() });
});
