export type { Services, ServicesOptions, Started } from './start-services.ts';
export { startLocalKafka, startServices, stopStarted } from './start-services.ts';
export { findValkey, startValkeyProcess } from './valkey-process.ts';
export { endProcess, isRunning, pauseProcess, signal } from './process-identity.ts';
export type { ProcessIdentity } from './process-identity.ts';
export type { Certificate } from './certificate.ts';
export { makeCertificate } from './certificate.ts';
