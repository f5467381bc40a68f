import { connect } from 'node:net';
import { ADMIN_TOKEN, TestGateway } from '../../testing/test-gateway.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';

/** An answer that does not come by then is none, milliseconds: the server waits for more itself. */
const ANSWER_MS = 5000;

/** Requests to a gateway over HTTP, heads and bodies. */
export const gatewayRequests: FuzzReader = {
  name: 'gateway-requests',
  doc: 'HTTP requests to the gateway: log in, sessions, administration',
  authentic: false,
  costs: 50,
  open: async () => {
    const gateway = await TestGateway.start();
    const login = await gateway.ask('POST', '/login', { body: { name: 'ada' } });
    const player = String(login.body['token']);
    const whole = requests(player);
    // Bodies alone as well: what is wrong with a head is found before anybody looks at those.
    const withBody = whole.filter((text) => text.includes('{'));
    const corpus = [...whole, ...withBody.map(bodyOf)].map((text) => Buffer.from(text));
    const port = Number(new URL(gateway.url).port);
    return {
      corpus,
      feed: async (input, original) => {
        const head = withBody[original - whole.length];
        const status = await ask(port, head === undefined ? input : withNewBody(head, input));
        if (status === '500') throw new Error(`the gateway failed: ${gateway.lines.at(-1)}`);
        return status === '200' || status === '204' ? ACCEPTED : status;
      },
      check: async () => {
        const { status } = await gateway.ask('POST', '/login', { body: { name: 'late' } });
        if (status !== 200) throw new Error(`nobody logs in any more: ${status}`);
        const said = gateway.lines.filter(
          (line) => line.includes(player) || line.includes(ADMIN_TOKEN),
        );
        if (said.length > 0) throw new Error('a token was logged');
      },
      close: () => gateway[Symbol.asyncDispose](),
    };
  },
};

/** What clients and administrators ask, as bytes. */
function requests(player: string): string[] {
  const request = (method: string, path: string, bearer: string, body?: object): string => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const head = [`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close'];
    if (bearer !== '') head.push(`Authorization: Bearer ${bearer}`);
    if (text !== '') head.push('Content-Type: application/json', `Content-Length: ${text.length}`);
    return `${head.join('\r\n')}\r\n\r\n${text}`;
  };
  const names = ['ada', 'bob', 'eve', 'x'.repeat(100)];
  return [
    ...names.map((name) => request('POST', '/login', '', { name })),
    request('POST', '/login', '', { token: 'a.b.c' }),
    request('POST', '/sessions', player, {}),
    request('POST', '/sessions', player, { resume: 12_345 }),
    request('POST', '/sessions', ADMIN_TOKEN, { spectate: 'caster' }),
    request('GET', '/sessions?limit=10', ADMIN_TOKEN),
    request('DELETE', '/sessions/12345', ADMIN_TOKEN),
    request('PUT', '/bans/eve', ADMIN_TOKEN, { reason: 'x', untilMs: 4_000_000_000_000 }),
    request('DELETE', '/bans/eve', ADMIN_TOKEN),
    request('GET', '/openapi.json', ''),
    request('GET', '/.well-known/jwks.json', ''),
    request('OPTIONS', '/sessions', ''),
  ];
}

function bodyOf(request: string): string {
  return request.slice(request.indexOf('{'));
}

function withNewBody(request: string, body: Uint8Array): Uint8Array {
  const head = request.slice(0, request.indexOf('Content-Length: '));
  return Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** The status of the first answer; what is said in its place when there is none. */
function ask(port: number, input: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    const end = (): void => {
      socket.destroy();
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'no answer');
    };
    socket.setTimeout(ANSWER_MS, end);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', end).on('close', end);
    socket.end(input);
  });
}
