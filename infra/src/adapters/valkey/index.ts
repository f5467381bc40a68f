export type { ValkeyOptions } from './valkey-state-store.ts';
export { ValkeyStateStore } from './valkey-state-store.ts';
