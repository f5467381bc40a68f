/** Thrown by world.refuse(): the command counts as applied, nothing of its hook is kept. */
export class CommandRefusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CommandRefusal';
  }
}
