/** Every long-running part of the system. run() resolves once stopped; stop() asks it to. */
export interface Service {
  /** Runs until stop() or a fatal error (then it rejects). */
  run(): Promise<void>;
  /** Asks for an orderly end and resolves when it has come. Idempotent. */
  stop(): Promise<void>;
}
