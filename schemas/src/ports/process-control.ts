/** A child process under our hand. */
export interface ChildHandle {
  readonly pid: number;
  /** Settles when the child is gone. Never rejects. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  kill(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

/** Starts processes of the cluster. Implementations: child processes, in-process, simulated. */
export interface ProcessControl {
  /** Starts `atlasnet <role>` with this process's configuration and the given overrides. */
  spawn(role: string, overrides: Readonly<Record<string, string>>): ChildHandle;
}
