import { defineServer } from '@atlasnet/cluster';
import type { AtlasNetServer } from '@atlasnet/cluster';
import { defineWorld, field } from '@atlasnet/schemas';
import type { EntityId } from '@atlasnet/schemas';

/** A square of walkers that cross borders, pay each other, and bounce off the rim. */
export function walkers(count: number, sizeM = 400): AtlasNetServer {
  const world = defineWorld({
    name: 'walkers',
    dimensions: 2,
    bounds: { min: [0, 0], max: [sizeM, sizeM] },
    tickHz: 10,
    handoffStayTicks: 3,
    components: {
      velocity: field.vector2({ quantum: 0.001 }),
      coins: field.integer({ min: 0, max: 1_000_000 }),
      label: field.text({ lengthMax: 16 }),
    },
    commands: { turn: {} },
    messages: { coins: { amount: field.integer() } },
  });
  const server = defineServer({
    world,
    start(place) {
      for (let i = 0; i < count; i++) {
        const position = { x: place.random() * sizeM, y: place.random() * sizeM };
        const entity = place.create({ position, coins: 100, label: `w${i}` });
        const { velocity } = place.components;
        velocity.set(entity, place.random() * 60 - 30, place.random() * 60 - 30);
      }
    },
    join: (place) => place.create({ position: { x: 5, y: 5 }, label: 'avatar' }),
    command: {
      turn(place, { avatar }) {
        place.components.velocity.set(avatar, 10, 10);
      },
    },
    message: {
      coins(place, target, { amount }) {
        const { coins } = place.components;
        coins.set(target, coins.get(target) + amount);
      },
    },
    tick(place) {
      const { position, velocity, coins } = place.components;
      place.each((entity) => {
        if (!velocity.has(entity)) return;
        const x = position.x(entity) + velocity.x(entity) * place.dt;
        const y = position.y(entity) + velocity.y(entity) * place.dt;
        const turnX = x <= 0 || x >= sizeM ? -1 : 1;
        const turnY = y <= 0 || y >= sizeM ? -1 : 1;
        position.set(entity, x, y);
        velocity.set(entity, velocity.x(entity) * turnX, velocity.y(entity) * turnY);
        if (place.random() > 0.02 || coins.get(entity) < 3) return;
        coins.set(entity, coins.get(entity) - 3);
        const target = (1 + place.randomInteger(0, Math.min(count, 30) - 1)) as EntityId;
        place.send(target, 'coins', { amount: 3 }, entity);
      });
    },
  });
  return server as unknown as AtlasNetServer;
}
