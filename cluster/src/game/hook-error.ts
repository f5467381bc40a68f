/** Thrown by world.refuse(): the command counts as applied, nothing of its hook is kept. */
export class CommandRefusal extends Error {
  constructor(reason: string) {
    // A game refuses often, and nobody reads from where: without a stack it costs a twentieth.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'CommandRefusal';
  }
}
