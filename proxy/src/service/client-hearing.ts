import { AtlasError, sessionId } from '@atlasnet/schemas';
import type { ClientMessage, Counter, WorldSchema } from '@atlasnet/schemas';
import { CLIENT_PROTOCOL } from '../client-protocol.ts';
import type { ClientDeskOptions } from './client-desk-options.ts';
import { ClientSession } from './client-session.ts';
import type { CommandRefusal } from './client-session.ts';

/** What it needs of its desk. */
type HearingOptions = Pick<
  ClientDeskOptions,
  'clock' | 'schema' | 'world' | 'viewRadiusM' | 'worldMs' | 'resumed'
>;

/** What a client is told whose command is not taken. */
const COMMAND_REFUSALS: Record<CommandRefusal, string> = {
  'too-many-commands': 'too many commands wait to be applied',
  'command-gap': 'commands are numbered without a gap',
};

/**
 * Does what clients say. A message that is none, or that its client may not say, counts under its reason; nothing
 * else comes of it.
 */
export class ClientHearing {
  readonly #options: HearingOptions;
  readonly #refused: Counter;

  constructor(options: HearingOptions, refused: Counter) {
    this.#options = options;
    this.#refused = refused;
  }

  /** An unreliable message: of clients these are inputs. */
  input(session: ClientSession, bytes: Uint8Array): void {
    if (session.spectates) {
      this.#refuse('spectator');
      return;
    }
    try {
      session.input(bytes);
    } catch (error) {
      this.#refuseMalformed(session, error);
    }
  }

  reliable(session: ClientSession, bytes: Uint8Array): void {
    if (!session.maySpeak(this.#options.clock.monotonicMs())) {
      this.#refuse('message-rate');
      session.end('ATLAS_COMMAND_REFUSED', 'more is said than any client has to say');
      return;
    }
    try {
      this.#take(session, bytes);
    } catch (error) {
      this.#refuseMalformed(session, error);
    }
  }

  #refuse(reason: string): void {
    this.#refused.add(1, { reason });
  }

  #refuseMalformed(session: ClientSession, error: unknown): void {
    if (!(error instanceof AtlasError)) throw error;
    this.#refuse(session.joined ? 'malformed' : 'malformed-join');
  }

  #take(session: ClientSession, bytes: Uint8Array): void {
    const message = ClientSession.read(bytes);
    if (message.join) {
      this.#join(session, message.join);
      return;
    }
    if (!session.joined) {
      this.#refuse('before-join');
      return;
    }
    if (message.command && session.spectates) {
      this.#refuse('spectator');
      session.end('ATLAS_COMMAND_REFUSED', 'a spectator gives no commands');
    } else if (message.command) {
      this.#command(session, message.command);
    } else if (message.clockProbe) {
      const { clientMs } = message.clockProbe;
      session.say({ clockAnswer: { clientMs, worldMs: this.#options.worldMs() } });
    } else if (message.viewReset) session.view.reset(message.viewReset.tick);
    else if (message.watch) this.#watch(session, message.watch);
    else if (message.leave && !session.leaves) {
      session.leaves = true;
      session.detach(true);
    }
  }

  #command(
    session: ClientSession,
    { number, kind, payload }: NonNullable<ClientMessage['command']>,
  ): void {
    const nowMs = this.#options.clock.monotonicMs();
    const refusal = session.command(number, kind, new Uint8Array(payload), nowMs);
    if (refusal === null) return;
    this.#refuse(refusal);
    // Commands are applied without a gap (S2): after one that is not taken, none could be.
    session.end('ATLAS_COMMAND_REFUSED', COMMAND_REFUSALS[refusal]);
  }

  /** A spectator looks elsewhere. A player without an avatar sees nothing: what it lacks it may not ask for. */
  #watch(session: ClientSession, { entity, position }: NonNullable<ClientMessage['watch']>): void {
    if (!session.spectates) {
      this.#refuse('not-spectator');
      return;
    }
    const { schema } = this.#options;
    const metres = positionIn(schema, position);
    session.view.centre.watch(
      entity,
      metres.map((at) => Math.round(at / schema.positionViewQuantumM)),
    );
  }

  #join(session: ClientSession, join: NonNullable<ClientMessage['join']>): void {
    const { schema, world, viewRadiusM } = this.#options;
    if (session.joined || session.condemned) return;
    const fits = join.worldSchemaHash === 0 || join.worldSchemaHash === schema.hash;
    if (join.protocol !== CLIENT_PROTOCOL || !fits) {
      this.#refuse('version');
      const text = 'this client is of another version than the server';
      session.say({ goodbye: { code: 'ATLAS_WORLD_CHANGED', text } });
      return;
    }
    session.joined = true;
    if (join.resume) {
      const { tick, avatar, position } = join.resume;
      session.resumed = true;
      session.hint = { tick, avatar, position: positionIn(schema, position) };
    }
    const radiusM = join.viewRadiusM > 0 ? Math.min(join.viewRadiusM, viewRadiusM) : viewRadiusM;
    session.view.radiusM = radiusM;
    session.say({
      welcome: {
        protocol: CLIENT_PROTOCOL,
        world,
        worldSchema: join.worldSchemaHash === 0 ? new TextEncoder().encode(schema.json) : undefined,
        tickHz: schema.tickHz,
        session: sessionId(session.claims.session),
        viewRadiusM: radiusM,
      },
    });
    session.attach(session.home, new Uint8Array(join.payload));
    if (session.resumed) this.#options.resumed(session);
  }
}

/** A place of the world as a client says it; empty when it is none. */
function positionIn({ dimensions, boundsMin, boundsMax }: WorldSchema, said: number[]): number[] {
  const inside = said.every((at, axis) => at >= boundsMin[axis] && at <= boundsMax[axis]);
  return said.length === dimensions && inside ? Array.from(said) : [];
}
