import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import fastifyWebsocket from '@fastify/websocket';
import type { WebSocket } from '@fastify/websocket';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { listenError } from '../net/listen-error.ts';

/** A page says little: the largest message it may send, bytes. */
const MESSAGE_BYTES_MAX = 1024;
const COOKIE = 'atlasnet_token';
/** The page's files, all of them: no path of a request ever names one on the disk. */
const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/main.js': { file: 'main.js', type: 'text/javascript; charset=utf-8' },
  '/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
};
const PLAY_FILES: typeof FILES = {
  '/play': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/play.js': { file: 'play.js', type: 'text/javascript; charset=utf-8' },
};

/** The game's own page, at /play. */
export interface PlayPage {
  /** Where its index.html and play.js are. */
  readonly directory: string;
  /** The gateway that it asks. */
  readonly gateway: string;
}

/** One page's connection, as the service behind the server sees it. */
export interface PageSocket {
  send(message: string | Uint8Array): void;
  queuedBytes(): number;
}

/** What a service gives for a connection: where messages go, and what to do at its end. */
export interface PageSession {
  message(text: string): void;
  close(): void;
}

export interface PageServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The configuration key that gave the port, for the error. */
  readonly key: string;
  /** Where the built page is. */
  readonly directory: string;
  readonly play: PlayPage | null;
  /** When not empty, everything asks for it: `?token=`, a bearer token, or the cookie that sets. */
  readonly token: string;
  /** Null: no more viewers. */
  readonly connect: (socket: PageSocket) => PageSession | null;
}

/** The live map over HTTP, and its WebSocket at /live. */
export class PageServer {
  readonly #app: FastifyInstance;
  readonly port: number;

  private constructor(app: FastifyInstance, port: number) {
    this.#app = app;
    this.port = port;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE naming port, key and way out */
  static async start(options: PageServerOptions): Promise<PageServer> {
    const app = fastify({ bodyLimit: MESSAGE_BYTES_MAX, forceCloseConnections: true });
    const policy = policyFor(options.play);
    app.addHook('onRequest', async (request, reply) => {
      reply.header('content-security-policy', policy).header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
      if (!isAllowed(request, reply, options.token)) {
        await reply.code(401).type('text/plain').send('a token is needed: ?token= network.token\n');
      }
    });
    await app.register(fastifyWebsocket, { options: { maxPayload: MESSAGE_BYTES_MAX } });
    await serveFiles(app, FILES, options.directory, options.play ? showGameLink : undefined);
    if (options.play) {
      const { directory, gateway } = options.play;
      await serveFiles(app, PLAY_FILES, directory);
      app.get('/play/config.json', () => ({ gateway }));
    }
    app.get('/live', { websocket: true }, (socket, request) => serve(socket, request, options));
    try {
      await app.listen({ host: options.host, port: options.port });
    } catch (error) {
      throw listenError(error, options);
    }
    const bound = app.addresses()[0];
    return new PageServer(app, typeof bound === 'object' ? bound.port : options.port);
  }

  async close(): Promise<void> {
    for (const socket of this.#app.websocketServer.clients) socket.terminate();
    await this.#app.close();
  }
}

/** Everything comes from here, but for the game's log in; deck.gl sizes its canvas by style attributes. */
function policyFor(play: PlayPage | null): string {
  const gateway = play ? ` ${new URL(play.gateway).origin}` : '';
  return `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'${gateway} ws: wss:; frame-ancestors 'none'`;
}

/** @throws AtlasError ATLAS_CONFIG_UNREADABLE when a file is not there */
async function serveFiles(
  app: FastifyInstance,
  files: typeof FILES,
  folder: string,
  change: (text: string) => string = (text) => text,
) {
  for (const [path, { file, type }] of Object.entries(files)) {
    const text = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
      throw new AtlasError('ATLAS_CONFIG_UNREADABLE', `${join(folder, file)} cannot be read`, {
        cause,
        hint: 'Run `npm run build`, or correct pages.play.',
      });
    });
    app.get(path, (_request, reply) => reply.type(type).send(change(text)));
  }
}

/** The map's page has a link to the game, for worlds that have one. */
function showGameLink(text: string): string {
  return text.replace(' id="game" href="play" hidden', ' id="game" href="play"');
}

function serve(socket: WebSocket, request: FastifyRequest, options: PageServerOptions): void {
  // Another site's page must not read the world through a browser that can.
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) {
    socket.close(1008, 'another origin');
    return;
  }
  const session = options.connect({
    send: (message) => socket.send(message),
    queuedBytes: () => socket.bufferedAmount,
  });
  if (!session) {
    socket.close(1013, 'too many viewers');
    return;
  }
  socket.on('message', (data: Buffer) => session.message(data.toString('utf8')));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => session.close());
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function isAllowed(request: FastifyRequest, reply: FastifyReply, token: string): boolean {
  if (token === '') return true;
  const { query, headers } = request;
  const asked = (query as Readonly<Record<string, unknown>>)['token'];
  if (typeof asked === 'string' && same(asked, token)) {
    const value = encodeURIComponent(asked);
    reply.header('set-cookie', `${COOKIE}=${value}; HttpOnly; SameSite=Strict; Path=/`);
    return true;
  }
  const bearer = headers.authorization?.replace(/^Bearer /, '') ?? '';
  const cookie = new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(headers.cookie ?? '')?.[1] ?? '';
  return same(bearer, token) || same(decoded(cookie), token);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Compares digests, so that the time taken says nothing about the token. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
