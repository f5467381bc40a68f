import { section, type ValueOf } from '../option.ts';
import { interlinkSection, shardsSection, tasksSection, watchdogSection } from './cluster.ts';
import { logSection, storeSection } from './data.ts';
import { gatewaySection, keysSection, loggingSection, metricsSection } from './edge.ts';
import { networkSection, pagesSection, processSection, proxySection } from './edge.ts';
import { heuristicSection } from './heuristic.ts';
import { dataSection, exampleSection, sessionsSection, worldSection } from './world.ts';

/** The one table: types, defaults, env names, flags, help and docs/configuration.md come from it. */
export const CONFIG_TABLE = section('', {
  world: worldSection,
  data: dataSection,
  log: logSection,
  store: storeSection,
  shards: shardsSection,
  watchdog: watchdogSection,
  tasks: tasksSection,
  heuristic: heuristicSection,
  sessions: sessionsSection,
  network: networkSection,
  proxy: proxySection,
  gateway: gatewaySection,
  pages: pagesSection,
  interlink: interlinkSection,
  keys: keysSection,
  metrics: metricsSection,
  logging: loggingSection,
  process: processSection,
  example: exampleSection,
});

/** The whole configuration. */
export type Config = ValueOf<typeof CONFIG_TABLE>;
