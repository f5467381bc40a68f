import type { BrokerAddress, BrokerConnection, ConnectBroker } from './broker-connection.ts';
import { limited, messageOf } from './waiting.ts';

/** Nothing was sent: there was no connection to send it on. */
export class NotSentError extends Error {
  constructor(address: BrokerAddress, cause: unknown) {
    super(`${address.host}:${address.port}: ${messageOf(cause)}`, { cause });
    this.name = 'NotSentError';
  }
}

interface Lane {
  readonly idle: BrokerConnection[];
  readonly waiting: ((connection: BrokerConnection | null) => void)[];
  count: number;
}

/**
 * Connections per broker, each with one request at a time: a broker works on a connection's requests
 * one after the other, so a second one behind a hanging one would hang too.
 */
export class ConnectionPool {
  readonly #connect: ConnectBroker;
  readonly #perBrokerMax: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #open = new Set<BrokerConnection>();
  #closed = false;

  constructor(connect: ConnectBroker, perBrokerMax: number) {
    this.#connect = connect;
    this.#perBrokerMax = perBrokerMax;
  }

  /**
   * Runs one request on a connection to the broker. A request that fails, or takes longer than
   * `limitMs`, costs the connection.
   * @throws NotSentError when the request was certainly not sent; else what the request threw.
   */
  async use<T>(
    address: BrokerAddress,
    limitMs: number,
    request: (connection: BrokerConnection) => Promise<T>,
  ): Promise<T> {
    const lane = this.#lane(address);
    const connection = await this.#acquire(lane, address, limitMs);
    try {
      const what = `${address.host}:${address.port}`;
      const result = await limited(request(connection), limitMs, what);
      this.#release(lane, connection);
      return result;
    } catch (error) {
      this.#drop(lane, connection);
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#open) connection.close();
    this.#open.clear();
    for (const lane of this.#lanes.values()) {
      lane.idle.length = 0;
      for (const wake of lane.waiting.splice(0)) wake(null);
    }
  }

  #lane(address: BrokerAddress): Lane {
    const key = `${address.host}:${address.port}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { idle: [], waiting: [], count: 0 };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  async #acquire(lane: Lane, address: BrokerAddress, limitMs: number): Promise<BrokerConnection> {
    for (;;) {
      if (this.#closed) throw new NotSentError(address, new Error('closed'));
      const idle = lane.idle.pop();
      if (idle !== undefined) {
        if (idle.isOpen()) return idle;
        this.#drop(lane, idle);
        continue;
      }
      if (lane.count < this.#perBrokerMax) return await this.#openOne(lane, address);
      const given = await this.#wait(lane, limitMs);
      if (given === 'late') {
        throw new NotSentError(address, new Error(`no free connection in ${limitMs} ms`));
      }
      if (given?.isOpen()) return given;
      if (given !== null) this.#drop(lane, given);
    }
  }

  async #openOne(lane: Lane, address: BrokerAddress): Promise<BrokerConnection> {
    lane.count++;
    try {
      const connection = await this.#connect(address);
      if (this.#closed) {
        connection.close();
        throw new Error('closed');
      }
      this.#open.add(connection);
      return connection;
    } catch (error) {
      lane.count--;
      lane.waiting.shift()?.(null);
      throw new NotSentError(address, error);
    }
  }

  #wait(lane: Lane, limitMs: number): Promise<BrokerConnection | null | 'late'> {
    return new Promise((resolve) => {
      const wake = (connection: BrokerConnection | null): void => {
        clearTimeout(timer);
        resolve(connection);
      };
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(wake), 1);
        resolve('late');
      }, limitMs);
      lane.waiting.push(wake);
    });
  }

  #release(lane: Lane, connection: BrokerConnection): void {
    if (this.#closed) return;
    const next = lane.waiting.shift();
    if (next === undefined) lane.idle.push(connection);
    else next(connection);
  }

  #drop(lane: Lane, connection: BrokerConnection): void {
    connection.close();
    if (this.#open.delete(connection)) lane.count--;
    lane.waiting.shift()?.(null);
  }
}
