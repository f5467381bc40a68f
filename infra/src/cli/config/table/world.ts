import { durationMs, flag, integer, number, path, section, text } from '../option.ts';
import { choice } from '../option.ts';

/** What is simulated, and where its files are. */
export const worldSection = section('What is simulated.', {
  name: text('The world; topics, store keys and folders begin with it.', 'world', {
    pattern: /^[a-z][a-z0-9-]{0,39}$/,
    allowed: 'lower-case letters, digits and dashes, 40 at most, a letter first',
  }),
  game: path("The game's module; it exports an AtlasNetServer as `server`. Empty: none.", ''),
  seed: integer("Seeds the game's randomness.", 1, { min: 0, max: 2 ** 32 - 1 }),
  homeCount: integer('Home regions of sessions; fixed when the world is first started.', 1, {
    min: 1,
    max: 64,
  }),
  regions: section('How many regions the world is cut into.', {
    initial: integer('Regions of the first partition map.', 8, { min: 1, max: 4096 }),
    min: integer('The heuristic merges down to so many.', 2, { min: 1, max: 4096 }),
    max: integer('The heuristic splits up to so many; partitions of the frames topic.', 64, {
      min: 1,
      max: 4096,
    }),
  }),
});

export const dataSection = section('Where a process keeps files.', {
  directory: path('Embedded log, embedded store and automatic keys live below it.', '.atlasnet'),
});

export const sessionsSection = section("Clients' sessions in the world.", {
  max: integer('Sessions of the whole world; a join beyond it is told ATLAS_WORLD_FULL.', 10_000, {
    min: 1,
    max: 1_000_000,
  }),
  lingerMs: durationMs('How long an avatar stays after its client is gone.', 30_000, {
    max: 86_400_000,
  }),
  sameAccount: choice(
    'The same account twice: the new session takes the avatar over, or is refused.',
    'takeover',
    ['takeover', 'refuse'],
  ),
});

export const exampleSection = section('What the examples do.', {
  program: path(
    'A compiled module that `cluster` runs beside the world: its clients. Empty: none.',
    '',
  ),
  bots: integer('Client bots that `cluster` starts, over UDP.', 50, { min: 0, max: 10_000 }),
  trace: path('A movement trace, CSV or CSV.gz. Empty: the one that ships with the example.', ''),
  speed: number('How many times faster than recorded the trace is played.', 1, {
    min: 0.01,
    max: 100,
  }),
  loop: flag('At its end the trace starts over.', true),
});
