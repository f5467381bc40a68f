import type { ChaosFault } from './chaos-faults.ts';
import type { KeptProcess } from './kept-process.ts';

/** The log and the store under a chaos run, and what can be done to them. */
export interface ChaosServices {
  /** One line for people. */
  readonly what: string;
  /** Configuration keys by which the world's processes find them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly faults: readonly ChaosFault[];
  /** `host:port` of what a process connects to for the log; a shard's way to it can then be cut. */
  readonly brokers: readonly string[];
  /** Starts what is a process of the world itself. */
  startProcesses(keep: Keep): void;
  /** Resolves when another copy may be lost. */
  untilReplicated(): Promise<void>;
  /** Ends them, at once. */
  close(): Promise<void>;
}

/** Makes a process of the world that is kept running. */
export type Keep = (role: string, overrides: Readonly<Record<string, string>>) => KeptProcess;
