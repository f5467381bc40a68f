import { afterEach, expect, test } from '@jest/globals';
import { HealthState, makeLogger, PrometheusMetrics, TelemetryServer } from './index.ts';

const open: TelemetryServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(token = '', port = 0) {
  const metrics = new PrometheusMetrics({ role: 'probe' });
  const health = new HealthState(['log']);
  const options = { host: '127.0.0.1', port, key: 'metrics.ports.shard', metrics, health, token };
  const server = await TelemetryServer.start(options);
  open.push(server);
  return { metrics, health, server, base: `http://127.0.0.1:${server.address.port}` };
}

test('metrics are served in Prometheus format, the same name being the same metric', async () => {
  const { metrics, base } = await serve();
  metrics.counter('atlasnet_frames_total', 'Frames.', ['region']).add(2, { region: '3' });
  metrics.counter('atlasnet_frames_total', 'Frames.', ['region']).add(1, { region: '3' });
  metrics.gauge('atlasnet_entities', 'Entities.').set(7);
  metrics.histogram('atlasnet_tick_ms', 'Ticks.', [1, 10]).observe(4);
  const text = await (await fetch(`${base}/metrics`)).text();
  expect(text).toContain('atlasnet_frames_total{region="3",role="probe"} 3');
  expect(text).toContain('atlasnet_entities{role="probe"} 7');
  expect(text).toContain('atlasnet_tick_ms_bucket{le="10",role="probe"} 1');
  expect(() => metrics.gauge('atlasnet_frames_total', 'Frames.')).toThrow('is a counter');
});

test('a process is ready when every check is well, and alive until one failed', async () => {
  const { health, base } = await serve();
  const status = async (path: string) => (await fetch(`${base}${path}`)).status;
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  health.report('log', 'ok');
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
  health.report('log', 'failed', 'corrupt');
  expect([await status('/healthz'), await status('/readyz')]).toEqual([503, 503]);
  expect(await (await fetch(`${base}/readyz`)).json()).toEqual({
    ok: false,
    checks: [{ name: 'log', state: 'failed', detail: 'corrupt' }],
  });
});

test('with a token the metrics ask for it and the health pages do not', async () => {
  const { base } = await serve('open sesame');
  expect((await fetch(`${base}/metrics`)).status).toBe(401);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  const headers = { authorization: 'Bearer open sesame' };
  expect((await fetch(`${base}/metrics`, { headers })).status).toBe(200);
});

test('a port in use is named with its key and the way out', async () => {
  const { server } = await serve();
  await expect(serve('', server.address.port)).rejects.toMatchObject({
    code: 'ATLAS_PORT_IN_USE',
    message: `port ${server.address.port} on 127.0.0.1 (metrics.ports.shard) is in use by another program`,
    hint: expect.stringContaining('--metrics.ports.shard'),
  });
});

function logged(format: 'pretty' | 'json', level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) > 0 } as NodeJS.WritableStream & {
    isTTY?: boolean;
  };
  return { lines, logger: makeLogger({ name: 'shard-2', level, format }, output) };
}

test('json lines carry level, name, message and fields; errors by code; secrets redacted', () => {
  const { lines, logger } = logged('json');
  logger.debug('unseen');
  logger.warn('late', { region: 3, error: new Error('slow'), password: 'x' });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    name: 'shard-2',
    msg: 'late',
    region: 3,
    error: 'Error: slow',
    password: '(redacted)',
  });
});

test('pretty lines are one line each, without colours where there is no terminal', () => {
  const { lines, logger } = logged('pretty');
  logger.info('claimed', { region: 3, why: 'two\nlines' });
  logger.error('stopped');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d shard-2 {4}claimed region=3 why="two\\nlines"\n$/);
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d shard-2 {4}error: stopped\n$/);
});
