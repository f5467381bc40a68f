export { advertisedAddress, bindHostOf, dataPaths, portTable, type PortRow } from './addresses.ts';
export { isLoopback } from './checks.ts';
export { CONFIG_KEYS, envNameOf, type ConfigKey } from './keys-of-table.ts';
export { configWith, loadConfig, type ConfigInputs, type LoadedConfig } from './load.ts';
export { watchConfig } from './watch.ts';
export type { Config } from './table/index.ts';
