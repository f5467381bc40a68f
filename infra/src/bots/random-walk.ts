import type { CompiledKind } from '@atlasnet/schemas';
import type { Behaviour, BotHost } from './behaviour.ts';

/** How likely a thought turns the bot: every second and a half or so. */
const TURN_RATE = 0.07;
/** How likely a thought is a command: one a second. */
const COMMAND_RATE = 0.1;
/** What numbers without bounds are drawn from, in their own unit: a walker's speed, or so. */
const REACH = 8;

type DeclaredField = CompiledKind['fields'][number]['field'];

/**
 * Plays any game: it repeats an input ten times a second and changes it now and then, so avatars run to
 * and fro, and once a second it gives a command. Values are drawn from what the world declares; entities
 * are those in sight. A command that the game refuses has an answer like any other.
 */
export const randomWalk: Behaviour = (bot) => {
  const { kinds } = bot.client.schema;
  const inputs = kinds.filter(({ reliable }) => !reliable);
  const commands = kinds.filter(({ reliable }) => reliable);
  const drawn = new Map(inputs.map((kind) => [kind.name, payloadOf(bot, kind)]));
  return () => {
    for (const kind of inputs) {
      if (bot.random() < TURN_RATE) drawn.set(kind.name, payloadOf(bot, kind));
      bot.input(kind.name, drawn.get(kind.name) ?? {});
    }
    if (commands.length === 0 || bot.random() >= COMMAND_RATE) return;
    const kind = commands[Math.floor(bot.random() * commands.length)];
    void bot.command(kind.name, payloadOf(bot, kind));
  };
};

function payloadOf(bot: BotHost, { fields }: CompiledKind): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, field }) => [name, valueOf(bot, field)]));
}

function valueOf(bot: BotHost, field: DeclaredField): unknown {
  const { kind, min, max, values = [], lengthMax = 0 } = field;
  const between = (low: number, high: number): number => low + bot.random() * (high - low);
  const number = (): number => {
    const low = min ?? -REACH;
    return between(low, max ?? Math.max(low, 0) + REACH);
  };
  switch (kind) {
    case 'vector2':
      return { x: between(-REACH, REACH), y: between(-REACH, REACH) };
    case 'vector3':
      return { x: between(-REACH, REACH), y: between(-REACH, REACH), z: between(-REACH, REACH) };
    case 'angle':
      return between(0, 2 * Math.PI);
    case 'flag':
      return bot.random() < 0.5;
    case 'enumeration':
      return values[Math.floor(bot.random() * values.length)];
    case 'integer':
      // Small ones: a game's amounts are mostly small, and bounds often are not.
      return Math.floor(between(min ?? 0, Math.min(max ?? Infinity, (min ?? 0) + REACH)));
    case 'entity':
      return someoneInSight(bot);
    case 'text':
      return 'bot'.slice(0, lengthMax);
    case 'bytes':
      return new Uint8Array(Math.min(lengthMax, 4));
    default:
      return number();
  }
}

function someoneInSight({ client, random }: BotHost): number {
  const { size } = client.entities;
  let left = Math.floor(random() * size);
  for (const id of client.entities.keys()) if (left-- === 0) return id;
  return client.avatarId;
}
