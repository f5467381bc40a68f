import { createHash, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AtlasError } from '@atlasnet/schemas';
import type { Logger, Service } from '@atlasnet/schemas';
import type { Gateway } from '@atlasnet/proxy';
import { listenError } from '../net/listen-error.ts';
import { FAILED, refusalOf } from './http-errors.ts';
import { GATEWAY_SERVER_LIMITS } from './limits.ts';
import { openApiOf } from './openapi.ts';
import { refusal } from './request-schemas.ts';
import { ROUTES } from './routes.ts';
import type { Route } from './routes.ts';

export interface GatewayServerOptions {
  readonly gateway: Gateway;
  readonly logger: Logger;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The configuration key that gave the port, for the error. */
  readonly key: string;
  /** What the administration's routes ask for; empty: nobody is let in there. */
  readonly adminToken: string;
  /** Web pages of these origins may ask (CORS). */
  readonly origins: readonly string[];
  /** Pages of this machine may ask too. */
  readonly isLoopback: boolean;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly version: string;
}

/** The gateway over HTTP. Requests, tokens and credentials are not logged. */
export class GatewayServer implements Service {
  readonly #options: GatewayServerOptions;
  readonly #app: FastifyInstance;
  #ended: () => void = () => undefined;
  readonly #end = new Promise<void>((resolve) => {
    this.#ended = resolve;
  });
  #url = '';
  #port: number;

  constructor(options: GatewayServerOptions) {
    this.#options = options;
    this.#app = makeApp(options);
    this.#port = options.port;
  }

  /** Where it listens, once {@link listen} has resolved. */
  get url(): string {
    return this.#url;
  }

  /** The port that it was given, or has found. */
  get port(): number {
    return this.#port;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE naming port, key and way out */
  async listen(): Promise<string> {
    const { host, port, logger } = this.#options;
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      throw listenError(error, this.#options);
    }
    const bound = this.#app.addresses()[0];
    const shown = host.includes(':') ? `[${host}]` : host;
    if (typeof bound === 'object') this.#port = bound.port;
    this.#url = `http://${shown}:${this.#port}`;
    logger.info('gateway listens', { url: this.#url });
    return this.#url;
  }

  async run(): Promise<void> {
    if (this.#url === '') await this.listen();
    await this.#end;
  }

  async stop(): Promise<void> {
    await this.#app.close();
    this.#ended();
  }
}

function makeApp(options: GatewayServerOptions): FastifyInstance {
  const limits = GATEWAY_SERVER_LIMITS;
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    http: {
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookMs,
    },
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: limits.parameterCharacters },
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    // A wrong type is refused, not turned into a right one; an unknown field, not dropped.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.server.maxConnections = limits.connections;
  app.setErrorHandler((error, request, reply) => refuse(options, error, request, reply));
  app.setNotFoundHandler((request, reply) => refuse(options, notFound(), request, reply));
  app.addHook('onRequest', async (request, reply) => {
    allowOrigin(options, request, reply);
    if (request.method !== 'OPTIONS') options.gateway.admitAddress(request.ip);
  });
  // The answer to a browser's question before it asks: allowOrigin has set the headers.
  app.options('/*', (_request, reply) => reply.code(204).send());
  const document = openApiOf(ROUTES, options.version);
  app.get('/openapi.json', () => document);
  for (const route of ROUTES) addRoute(app, options, route);
  return app;
}

function addRoute(app: FastifyInstance, options: GatewayServerOptions, route: Route): void {
  const { method, path, params, query, body, answer, access } = route;
  app.route({
    method,
    url: path,
    schema: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      response: { 200: answer, '4xx': refusal, '5xx': refusal },
    },
    // Before the body is read: strangers cost nothing more.
    onRequest: async (request) => checkAccess(options, access, bearerOf(request)),
    // Where every field may be left out, so may the body.
    preValidation: async (request) => {
      if (body !== undefined) request.body ??= {};
    },
    handler: async (request, reply) => {
      // Tokens are for whoever asked.
      void reply.header('cache-control', 'no-store');
      const checked = {
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        body: request.body,
        bearer: bearerOf(request),
      };
      if (route.administers?.(checked)) checkAccess(options, 'administration', checked.bearer);
      return route.handle(options.gateway, checked);
    },
  });
}

function bearerOf(request: FastifyRequest): string {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Compares digests, so that the time taken says nothing about the token. */
function checkAccess(
  { adminToken }: GatewayServerOptions,
  access: Route['access'],
  bearer: string,
): void {
  if (access !== 'administration') return;
  const digest = (value: string) => createHash('sha256').update(value).digest();
  if (adminToken !== '' && timingSafeEqual(digest(bearer), digest(adminToken))) return;
  throw new AtlasError(
    'ATLAS_GATEWAY_ADMIN_REFUSED',
    'this needs network.token as a bearer token',
    {
      hint:
        adminToken === ''
          ? 'The gateway was started without one: set network.token.'
          : 'Send "Authorization: Bearer …".',
    },
  );
}

function allowOrigin(
  { origins, isLoopback }: GatewayServerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  void reply.header('vary', 'origin');
  const isLocal = isLoopback && /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
  if (!isLocal && !origins.includes(origin)) return;
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
  });
}

function refuse(
  { gateway, logger }: GatewayServerOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, body, retryAfterSeconds } = refusalOf(error);
  gateway.countRefusal(body.code);
  if (status === FAILED) {
    logger.error('a request failed', { route: request.routeOptions.url ?? '', error });
  } else if (status === 503) {
    logger.debug('a request must wait', { route: request.routeOptions.url ?? '', error });
  }
  if (retryAfterSeconds !== null) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(status).send(body);
}

function notFound(): AtlasError {
  return new AtlasError('ATLAS_GATEWAY_NOT_FOUND', 'there is nothing under this address', {
    hint: 'GET /openapi.json lists what there is.',
  });
}
