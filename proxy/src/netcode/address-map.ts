import type { DatagramAddress } from '@atlasnet/schemas';

/** A map by address without building a key for each packet: host, then port. */
export class AddressMap<Value> {
  readonly #hosts = new Map<string, Map<number, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(address: DatagramAddress): Value | undefined {
    return this.#hosts.get(address.host)?.get(address.port);
  }

  set(address: DatagramAddress, value: Value): void {
    let ports = this.#hosts.get(address.host);
    if (!ports) {
      ports = new Map();
      this.#hosts.set(address.host, ports);
    }
    if (!ports.has(address.port)) this.#size++;
    ports.set(address.port, value);
  }

  delete(address: DatagramAddress): void {
    const ports = this.#hosts.get(address.host);
    if (!ports?.delete(address.port)) return;
    this.#size--;
    if (ports.size === 0) this.#hosts.delete(address.host);
  }

  *values(): IterableIterator<Value> {
    for (const ports of this.#hosts.values()) yield* ports.values();
  }
}
