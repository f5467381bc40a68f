import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { MemoryEventLog } from '../../testing/memory-event-log.ts';
import { ADMIN_TOKEN, TestGateway, foundedLog, proxyAt } from '../../testing/test-gateway.ts';
import {
  addressOf,
  openSession,
  requestSession,
  requestSpectator,
} from '../../gateway/request-session.ts';

const admin = { bearer: ADMIN_TOKEN };

async function logIn(gateway: TestGateway, name: string): Promise<string> {
  const { status, body } = await gateway.ask('POST', '/login', { body: { name } });
  expect(status).toBe(200);
  return String(body['token']);
}

test('a client logs in, gets a session, and a proxy of it knows from the token who has come', async () => {
  await using gateway = await TestGateway.start();
  const session = await requestSession(gateway.url, 'ada');
  expect(session.proxies).toEqual(['127.0.0.1:7002', '127.0.0.1:7001']);
  expect(session.account).toBe('ada');
  expect(session.expiresMs).toBeGreaterThan(Date.now() + 28_000);
  for (const proxy of session.proxies) {
    const claims = await gateway.connect(session.token, addressOf(proxy));
    expect(claims).toMatchObject({ account: 'ada', session: session.session });
  }
  const elsewhere = { host: '127.0.0.1', port: 7003 };
  expect(await gateway.connect(session.token, elsewhere)).toBeNull();
  const opened = gateway.records().map(({ match }) => match);
  expect(opened).toEqual([
    expect.objectContaining({ session: session.session, account: 'ada', kind: 1 }),
  ]);
});

test('[S1] each token of an account has a later generation; resuming keeps the session', async () => {
  await using gateway = await TestGateway.start();
  const first = await requestSession(gateway.url, 'ada');
  const resumed = await openSession(gateway.url, first.accessToken, first.session);
  expect(resumed.session).toBe(first.session);
  const second = await openSession(gateway.url, first.accessToken);
  expect(second.session).not.toBe(first.session);
  const claims = [];
  for (const { token, proxies } of [first, resumed, second]) {
    claims.push(await gateway.connect(token, addressOf(proxies[0])));
  }
  const generations = claims.map((each) => each?.generation ?? 0);
  expect(generations[1]).toBeGreaterThan(generations[0]);
  expect(generations[2]).toBeGreaterThan(generations[1]);
  await expect(openSession(gateway.url, first.accessToken, first.session)).rejects.toMatchObject({
    code: 'ATLAS_SESSION_REFUSED',
  });
  const eve = await requestSession(gateway.url, 'eve');
  await expect(openSession(gateway.url, eve.accessToken, second.session)).rejects.toMatchObject({
    code: 'ATLAS_SESSION_REFUSED',
  });
});

test('of two requests of one account at once, one waits for the other', async () => {
  const log = foundedLog();
  const append = log.append.bind(log);
  log.append = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return append(...given);
  };
  await using gateway = await TestGateway.start({}, log);
  const bearer = await logIn(gateway, 'ada');
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => gateway.ask('POST', '/sessions', { bearer, body: {} })),
  );
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 429, 429]);
  expect(gateway.records()).toHaveLength(1);
});

test('no session without an access token, or with a forged one', async () => {
  await using gateway = await TestGateway.start();
  for (const bearer of [undefined, 'x', ADMIN_TOKEN]) {
    const given = bearer === undefined ? {} : { bearer };
    const { status, body } = await gateway.ask('POST', '/sessions', given);
    expect([status, body['code']]).toEqual([401, 'ATLAS_TOKEN_INVALID']);
  }
  expect(gateway.records()).toEqual([]);
});

test("administration asks for network.token, and a player's token is none", async () => {
  const player = async (gateway: TestGateway) => ({ bearer: await logIn(gateway, 'ada') });
  const routes = [
    ['GET', '/sessions'],
    ['DELETE', '/sessions/1'],
    ['GET', '/bans'],
    ['PUT', '/bans/ada'],
    ['DELETE', '/bans/ada'],
  ];
  await using guarded = await TestGateway.start();
  await using closed = await TestGateway.start({ adminToken: '' });
  for (const gateway of [guarded, closed]) {
    for (const [method, path] of routes) {
      for (const given of [{}, { bearer: '' }, { bearer: 'x' }, await player(gateway)]) {
        const { status, body } = await gateway.ask(method, path, given);
        expect([method, path, status]).toEqual([method, path, 401]);
        expect(body['code']).toBe('ATLAS_GATEWAY_ADMIN_REFUSED');
      }
    }
  }
  expect(guarded.records()).toEqual([]);
});

test('a spectator’s session is for whoever administers; its token says so, and it is kicked like any other', async () => {
  await using gateway = await TestGateway.start();
  const player = { bearer: await logIn(gateway, 'ada') };
  for (const given of [{}, player, { bearer: 'x' }]) {
    const { status, body } = await gateway.ask('POST', '/sessions', {
      ...given,
      body: { spectate: 'caster' },
    });
    expect([status, body['code']]).toEqual([401, 'ATLAS_GATEWAY_ADMIN_REFUSED']);
  }
  // Nor is administration a player.
  expect((await gateway.ask('POST', '/sessions', admin)).status).toBe(401);
  expect(gateway.records()).toEqual([]);
  const caster = await requestSpectator(gateway.url, ADMIN_TOKEN, 'caster');
  const at = addressOf(caster.proxies[0]);
  expect(await gateway.connect(caster.token, at)).toEqual({
    ...{ account: 'caster', session: caster.session, spectator: true },
    generation: expect.any(Number),
  });
  const { session: resume } = caster;
  const resumed = await requestSpectator(gateway.url, ADMIN_TOKEN, 'caster', { resume });
  expect(resumed.session).toBe(resume);
  const ada = await openSession(gateway.url, player.bearer);
  expect(await gateway.connect(ada.token, at)).not.toHaveProperty('spectator');
  const kicked = await gateway.ask('DELETE', `/sessions/${resume}`, admin);
  expect([kicked.status, kicked.body['account']]).toEqual([200, 'caster']);
  for (const spectate of ['', 'x'.repeat(201), 'e\u0000ve', 7]) {
    const { status } = await gateway.ask('POST', '/sessions', { ...admin, body: { spectate } });
    expect([spectate, status >= 400 && status < 500]).toEqual([spectate, true]);
  }
});

test('sessions are listed, and a kick is a record that ends one', async () => {
  await using gateway = await TestGateway.start();
  const ada = await requestSession(gateway.url, 'ada');
  const eve = await requestSession(gateway.url, 'eve');
  const all = await gateway.ask('GET', '/sessions', admin);
  expect(all.body).toMatchObject({
    total: 2,
    sessions: [{ session: eve.session, account: 'eve' }, { session: ada.session }],
  });
  expect(all.body).not.toHaveProperty('next');
  const one = await gateway.ask('GET', '/sessions?limit=1', admin);
  expect(one.body).toMatchObject({ total: 2, sessions: [{ session: eve.session }] });
  const next = String(one.body['next']);
  const rest = await gateway.ask('GET', `/sessions?limit=1&after=${next}`, admin);
  expect(rest.body['sessions']).toMatchObject([{ session: ada.session }]);
  const after = String(rest.body['next']);
  const none = await gateway.ask('GET', `/sessions?after=${after}`, admin);
  expect(none.body).toEqual({ total: 2, sessions: [] });
  const own = await gateway.ask('GET', '/sessions?account=ada', admin);
  expect(own.body).toMatchObject({ total: 2, sessions: [{ session: ada.session }] });
  const nobody = await gateway.ask('GET', '/sessions?account=bob', admin);
  expect(nobody.body).toEqual({ total: 2, sessions: [] });
  expect((await gateway.ask('GET', '/sessions?after=1', admin)).status).toBe(400);
  const kicked = await gateway.ask('DELETE', `/sessions/${eve.session}`, admin);
  expect([kicked.status, kicked.body['account']]).toEqual([200, 'eve']);
  const ended = gateway.records().filter(({ match }) => match?.kind === 2);
  expect(ended.map(({ match }) => match?.session)).toEqual([eve.session]);
  const again = await gateway.ask('DELETE', `/sessions/${eve.session}`, admin);
  expect([again.status, again.body['code']]).toEqual([404, 'ATLAS_GATEWAY_NOT_FOUND']);
  expect((await gateway.ask('GET', '/sessions', admin)).body['total']).toBe(1);
});

test('a ban ends the session, refuses login and the old access token, survives a restart, is lifted', async () => {
  const log = foundedLog();
  let accessToken: string;
  {
    await using gateway = await TestGateway.start({}, log);
    const eve = await requestSession(gateway.url, 'eve');
    accessToken = eve.accessToken;
    const path = '/bans/eve';
    const banned = await gateway.ask('PUT', path, { ...admin, body: { reason: 'spam' } });
    expect(banned.body).toEqual({ account: 'eve', reason: 'spam', untilMs: 0 });
    const kinds = gateway.records().map(({ ban, match }) => ban?.account ?? match?.kind);
    expect(kinds).toEqual([1, 'eve', 2]);
  }
  await using gateway = await TestGateway.start({}, log);
  const login = await gateway.ask('POST', '/login', { body: { name: 'eve' } });
  expect([login.status, login.body['code']]).toEqual([403, 'ATLAS_SESSION_BANNED']);
  expect(login.body['message']).toContain('spam');
  await expect(openSession(gateway.url, accessToken)).rejects.toMatchObject({
    code: 'ATLAS_SESSION_BANNED',
  });
  expect((await gateway.ask('GET', '/bans', admin)).body['bans']).toHaveLength(1);
  expect((await gateway.ask('DELETE', '/bans/eve', admin)).status).toBe(200);
  expect((await gateway.ask('DELETE', '/bans/eve', admin)).status).toBe(404);
  expect((await openSession(gateway.url, accessToken)).account).toBe('eve');
});

test('a ban of one gateway holds at another; one with an end passes', async () => {
  const log = foundedLog();
  await using first = await TestGateway.start({}, log);
  await using second = await TestGateway.start({}, log);
  const untilMs = Date.now() + 300;
  const path = `/bans/${encodeURIComponent('Zoë/1')}`;
  await first.ask('PUT', path, { ...admin, body: { untilMs } });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const ask = () => second.ask('POST', '/login', { body: { name: 'Zoë/1' } });
  expect((await ask()).status).toBe(403);
  await new Promise((resolve) => setTimeout(resolve, untilMs - Date.now() + 10));
  expect((await ask()).status).toBe(200);
  const past = await first.ask('PUT', path, { ...admin, body: { untilMs: 5 } });
  expect([past.status, past.body['code']]).toEqual([400, 'ATLAS_GATEWAY_REQUEST_INVALID']);
});

test('malformed requests are refused as JSON of the closed list, with a way out', async () => {
  await using gateway = await TestGateway.start();
  const cases = [
    gateway.ask('POST', '/login', { body: {} }),
    gateway.ask('POST', '/login', { body: { name: 5 } }),
    gateway.ask('POST', '/login', { body: { name: 'ada', admin: true } }),
    gateway.ask('POST', '/login', { body: [1] }),
    gateway.ask('POST', '/login', { body: { name: 'x'.repeat(20_000) } }),
    gateway.ask('POST', '/login', { body: 'x', headers: { 'content-type': 'text/plain' } }),
    gateway.ask('POST', '/sessions', { body: { resume: -1 }, bearer: 'x' }),
    gateway.ask('DELETE', '/sessions/abc', admin),
    gateway.ask('PUT', `/bans/${'x'.repeat(300)}`, admin),
    gateway.ask('GET', '/sessions?limit=x', admin),
  ];
  for (const { status, body } of await Promise.all(cases)) {
    expect(status).toBe(400);
    expect(Object.keys(body).sort()).toEqual(['code', 'hint', 'message']);
    expect(body['code']).toBe('ATLAS_GATEWAY_REQUEST_INVALID');
    expect(body['hint']).not.toBe('');
  }
  const nowhere = await gateway.ask('GET', '/nowhere');
  expect([nowhere.status, nowhere.body['code']]).toEqual([404, 'ATLAS_GATEWAY_NOT_FOUND']);
});

test('an address that asks too often waits, others do not, and a forwarded address is not believed', async () => {
  await using gateway = await TestGateway.start({ requestsPerMinuteMax: 30 });
  // At once: on a slow machine time to go by would fill the bucket again.
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      gateway.ask('GET', '/healthz', { headers: { 'x-forwarded-for': `203.0.113.${i}` } }),
    ),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBe(20 - refused.length);
  expect(refused.length).toBeGreaterThan(5);
  expect(refused.length).toBeLessThanOrEqual(15);
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

  await using behind = await TestGateway.start({
    requestsPerMinuteMax: 6,
    trustedProxies: ['127.0.0.1'],
  });
  const from = (address: string) =>
    behind.ask('GET', '/healthz', { headers: { 'x-forwarded-for': address } });
  expect((await from('203.0.113.1')).status).toBe(200);
  expect((await from('203.0.113.1')).status).toBe(429);
  expect((await from('203.0.113.2')).status).toBe(200);
});

test('an account that asks too often waits, whatever address it asks from', async () => {
  await using gateway = await TestGateway.start();
  const bearer = await logIn(gateway, 'ada');
  const asked = Array.from({ length: 25 }, () => gateway.ask('POST', '/sessions', { bearer }));
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  const refused = statuses.filter((status) => status === 429).length;
  expect(statuses.filter((status) => status === 200)).toHaveLength(25 - refused);
  expect(refused).toBeGreaterThan(8);
  expect(refused).toBeLessThanOrEqual(16);
});

test('without proxies, or before the log is read, clients are told to come again', async () => {
  await using gateway = await TestGateway.start();
  gateway.proxies = [{ ...proxyAt('a', 7001, 0), draining: true }];
  const bearer = await logIn(gateway, 'ada');
  const answer = await gateway.ask('POST', '/sessions', { bearer });
  expect([answer.status, answer.body['code']]).toEqual([503, 'ATLAS_GATEWAY_NO_PROXY']);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(gateway.records()).toEqual([]);

  const log = new MemoryEventLog();
  await using early = await TestGateway.start({}, log);
  expect((await early.ask('GET', '/healthz')).body).toEqual({ ok: true, ready: false });
  const refused = await early.ask('POST', '/login', { body: { name: 'ada' } });
  expect([refused.status, refused.body['code']]).toEqual([503, 'ATLAS_LOG_UNREACHABLE']);
});

test('web pages of this machine and of named origins may ask, others may not', async () => {
  await using gateway = await TestGateway.start();
  const allowed = async (origin: string): Promise<string | null> => {
    const { status, headers } = await gateway.ask('OPTIONS', '/login', { headers: { origin } });
    expect(status).toBe(204);
    return headers.get('access-control-allow-origin');
  };
  expect(await allowed('http://localhost:3000')).toBe('http://localhost:3000');
  expect(await allowed('https://game.example')).toBe('https://game.example');
  expect(await allowed('https://evil.example')).toBeNull();
  expect(await allowed('http://localhost.evil.example')).toBeNull();
});

test('the OpenAPI document names every route with what it takes, answers and asks for', async () => {
  await using gateway = await TestGateway.start();
  const { body } = await gateway.ask('GET', '/openapi.json');
  expect(body['openapi']).toBe('3.1.0');
  const paths = body['paths'] as Record<string, Record<string, Record<string, unknown>>>;
  expect(Object.keys(paths).sort()).toEqual([
    '/.well-known/jwks.json',
    '/bans',
    '/bans/{account}',
    '/healthz',
    '/login',
    '/sessions',
    '/sessions/{session}',
  ]);
  expect(paths['/sessions']['post']['security']).toEqual([{ player: [] }, { administration: [] }]);
  expect(paths['/sessions']['get']['parameters']).toMatchObject([
    { name: 'limit', in: 'query', required: false },
    { name: 'after', in: 'query', required: false },
    { name: 'account', in: 'query', required: false },
  ]);
  expect(paths['/bans/{account}']['put']).toMatchObject({
    security: [{ administration: [] }],
    parameters: [{ name: 'account', in: 'path', required: true }],
  });
  const { body: keys } = await gateway.ask('GET', '/.well-known/jwks.json');
  expect(keys['keys']).toEqual([
    expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' }),
  ]);
  expect(JSON.stringify(keys)).not.toContain('"d"');
});

test('no token, credential or name of who asks is logged, and refusals are counted by code', async () => {
  await using gateway = await TestGateway.start();
  const session = await requestSession(gateway.url, 'ada-the-first');
  await gateway.ask('POST', '/sessions', { bearer: 'forged-token' });
  await gateway.ask('PUT', '/bans/eve', { ...admin, body: { reason: 'spam' } });
  await gateway.ask('POST', '/login', { body: { ticket: 'secret-ticket' } });
  const logged = gateway.lines.join('\n');
  expect(logged).toContain('account banned');
  const connectToken = Buffer.from(session.token).toString('base64').slice(0, 40);
  const secrets = [ADMIN_TOKEN, session.accessToken, connectToken, 'forged-token', 'secret-ticket'];
  for (const secret of [...secrets, 'ada-the-first']) expect(logged).not.toContain(secret);
  const counted = await gateway.metrics.text();
  expect(counted).toContain('atlasnet_gateway_refused_total{code="ATLAS_TOKEN_INVALID"} 1');
  expect(counted).toContain('atlasnet_gateway_sessions_total 1');
});

test('a port that is taken is an error that names it and the way out', async () => {
  await using gateway = await TestGateway.start();
  const port = Number(new URL(gateway.url).port);
  await expect(TestGateway.start({ port })).rejects.toMatchObject({
    code: 'ATLAS_PORT_IN_USE',
    details: { port, key: 'gateway.port' },
  });
  await expect(requestSession('http://127.0.0.1:1', 'ada')).rejects.toMatchObject({
    code: 'ATLAS_CONNECT_TIMEOUT',
    retriable: true,
  });
});

test('stopping does not wait for a client that keeps its connection open', async () => {
  const gateway = await TestGateway.start();
  const socket = new Socket();
  await new Promise<void>((resolve) =>
    socket.connect(Number(new URL(gateway.url).port), '127.0.0.1', () => resolve()),
  );
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write('POST /login HTTP/1.1\r\nhost: x\r\n');
  await gateway[Symbol.asyncDispose]();
  await closed;
});
