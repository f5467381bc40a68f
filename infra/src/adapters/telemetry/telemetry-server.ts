import { timingSafeEqual, createHash } from 'node:crypto';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { listenError } from '../net/listen-error.ts';
import type { HealthState } from './health-state.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** Scrapes are small requests; nobody has a reason to send more. */
const REQUEST_BYTES_MAX = 4096;
const REQUEST_TIMEOUT_MS = 5000;

export interface TelemetryServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The configuration key that gave the port, for the error. */
  readonly key: string;
  readonly metrics: PrometheusMetrics;
  readonly health: HealthState;
  /** When not empty, /metrics asks for it as a bearer token; the health pages never do. */
  readonly token: string;
}

/** /metrics, /healthz and /readyz over HTTP. */
export class TelemetryServer {
  readonly #app: FastifyInstance;
  readonly address: { readonly host: string; readonly port: number };

  private constructor(app: FastifyInstance, address: { host: string; port: number }) {
    this.#app = app;
    this.address = address;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE naming port, key and way out */
  static async start(options: TelemetryServerOptions): Promise<TelemetryServer> {
    const app = fastify({ bodyLimit: REQUEST_BYTES_MAX, requestTimeout: REQUEST_TIMEOUT_MS });
    const { metrics, health, token } = options;
    app.get('/metrics', async (request, reply) => {
      if (token !== '' && !isBearer(request.headers.authorization, token)) {
        return reply.code(401).type('text/plain').send('a bearer token is needed: network.token\n');
      }
      return reply.type(metrics.contentType).send(await metrics.text());
    });
    app.get('/healthz', (_request, reply) => answer(reply, health.healthy, health));
    app.get('/readyz', (_request, reply) => answer(reply, health.ready, health));
    try {
      await app.listen({ host: options.host, port: options.port });
    } catch (error) {
      throw listenError(error, options);
    }
    const bound = app.addresses()[0];
    const port = typeof bound === 'object' ? bound.port : options.port;
    return new TelemetryServer(app, { host: options.host, port });
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}

function answer(reply: FastifyReply, good: boolean, health: HealthState): FastifyReply {
  return reply.code(good ? 200 : 503).send({ ok: good, checks: health.checks });
}

/** Compares digests, so that the time taken says nothing about the token. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
