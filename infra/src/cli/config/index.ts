export { advertisedAddress, bindHostOf, dataPaths, ownPort, proxyPorts } from './addresses.ts';
export { envNameOf } from './keys-of-table.ts';
export { configWith, loadConfig, type ConfigInputs, type LoadedConfig } from './load.ts';
export { watchConfig } from './watch.ts';
export type { Config } from './table/index.ts';
