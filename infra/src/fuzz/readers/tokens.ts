import { createHmac } from 'node:crypto';
import {
  AccessTokens,
  ConnectTokenIssuer,
  NetcodeClient,
  TicketLogin,
  nodePacketCipher,
} from '@atlasnet/proxy';
import { sessionId } from '@atlasnet/schemas';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';
import { refusalOfAsync } from './refusal-of.ts';

const WORLD = 'arena';
const NOW_MS = 1_700_000_000_000;
const ACCOUNTS = ['ada', 'eve', 'böb', 'x'.repeat(100)];

/** Access tokens, as a client presents them to the gateway. */
export const accessTokens: FuzzReader = {
  name: 'access-tokens',
  doc: 'signed access tokens, at the gateway',
  authentic: true,
  costs: 100,
  open: async (random) => {
    const seeds = [random.bytes(32), random.bytes(32)];
    const tokens = await AccessTokens.create({ world: WORLD, seeds, lifetimeMs: 60_000 });
    const signed = await Promise.all(ACCOUNTS.map((account) => tokens.sign(account, NOW_MS)));
    const corpus = signed.map(({ token }) => Buffer.from(token));
    return {
      corpus,
      feed: (input) => judge(input, corpus, (token) => tokens.verify(token, NOW_MS)),
    };
  },
};

/** Tickets of a studio's backend. */
export const loginTickets: FuzzReader = {
  name: 'login-tickets',
  doc: 'signed tickets of a studio’s backend, at the gateway',
  authentic: true,
  costs: 100,
  open: (random) => {
    const key = random.bytes(32);
    const login = new TicketLogin(key, WORLD);
    const corpus = ACCOUNTS.map((account) => Buffer.from(signTicket(key, account)));
    return {
      corpus,
      feed: (input) => judge(input, corpus, (ticket) => login.login({ ticket }, NOW_MS)),
    };
  },
};

/** A JWT as a backend makes one. */
function signTicket(key: Uint8Array, account: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const iat = NOW_MS / 1000;
  const claims = { sub: account, aud: WORLD, iat, exp: iat + 60 };
  const signed = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Connect tokens, as a client gets them: what a proxy checks of them is in netcode-server. */
export const connectTokens: FuzzReader = {
  name: 'connect-tokens',
  doc: 'the public part of connect tokens, at the client',
  authentic: false,
  costs: 1,
  open: (random) => {
    const cipher = nodePacketCipher;
    const issuer = new ConnectTokenIssuer({
      ...{ protocolId: 7n, privateKey: random.bytes(32), random, cipher },
    });
    const servers = [
      { host: '127.0.0.1', port: 1 },
      { host: '::1', port: 2 },
      { host: '2001:db8::7', port: 65_535 },
    ];
    const corpus = servers.map((_, i) =>
      issuer.issue(
        {
          ...{ account: 'ada', session: sessionId(1), generation: 1 },
          ...{ servers: servers.slice(0, i + 1), lifetimeSeconds: 60, timeoutSeconds: 5 },
        },
        NOW_MS,
      ),
    );
    return {
      corpus,
      feed: (input) => {
        const client = new NetcodeClient({
          ...{ token: input, cipher, random },
          sink: { send: () => undefined },
          handlers: { stateChanged: () => undefined, payload: () => undefined },
        });
        client.connect(0);
        client.update(1);
        return client.state === 'sending-connection-request' ? ACCEPTED : client.state;
      },
    };
  },
};

/**
 * A token in which only the signature is written otherwise (base64 has bits that mean nothing) is the
 * same token: that one is not held against the reader.
 */
async function judge(
  input: Uint8Array,
  corpus: readonly Uint8Array[],
  read: (token: string) => Promise<string>,
): Promise<string> {
  const token = Buffer.from(input).toString('latin1');
  const outcome = await refusalOfAsync(() => read(token));
  if (outcome !== ACCEPTED) return outcome;
  const same = corpus.some((honest) => sameToken(Buffer.from(honest).toString('latin1'), token));
  return same ? 'the same token' : ACCEPTED;
}

function sameToken(one: string, other: string): boolean {
  const [head, body, signature = ''] = one.split('.');
  const [otherHead, otherBody, otherSignature = ''] = other.split('.');
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  return head === otherHead && body === otherBody && bytes(signature).equals(bytes(otherSignature));
}
