/** A child process under our hand. */
export interface ChildHandle {
  readonly pid: number;
  /** Settles when the child is gone. Never rejects. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** SIGUSR2: its parent leaves it running, for the next process of the parent's role. */
  kill(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
}

/** Starts processes of the cluster. Implementations: child processes, in-process, simulated. */
export interface ProcessControl {
  /** Starts `atlasnet <role>` with this process's configuration and the given overrides. */
  spawn(role: string, overrides: Readonly<Record<string, string>>): ChildHandle;
}
