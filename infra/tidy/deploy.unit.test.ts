import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { COMMANDS } from '../src/cli/commands/index.ts';
import { CONFIG_KEYS } from '../src/cli/config/keys-of-table.ts';
import { envNameOf, loadConfig } from '../src/cli/config/index.ts';
import { readComposeFile } from '../src/e2e/deploy/compose-file.ts';
import { FILES, ROOT, textOf } from './repository.ts';

/** infra/deploy, beside the code: that it runs is held by infra/src/e2e/deploy. */
const DEPLOY = 'infra/deploy';
const VARIABLES = {
  ATLASNET_NETWORK_TOKEN: 'token',
  ATLASNET_IMAGE: 'here',
  KAFKA_BROKERS: 'kafka:9092',
  VALKEY_URL: 'redis://valkey:6379',
};
/** Variables of the files themselves, and the one that names the configuration file. */
const OWN = new Set([
  'ATLASNET_CONFIG',
  'ATLASNET_IMAGE',
  'ATLASNET_PUBLIC_ADDRESS',
  'ATLASNET_PUBLISH',
]);

const { config } = loadConfig({
  file: join(ROOT, DEPLOY, 'world/atlasnet.yaml'),
  env: { ATLASNET_NETWORK_TOKEN: 'token', ATLASNET_GATEWAY_DEVELOPMENT_BEYOND_LOOPBACK: 'true' },
});
const metricsPorts: Readonly<Record<string, number>> = config.metrics.ports;
const commands = new Set(COMMANDS.map(({ name }) => name));

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
        }[];
      };
    };
  };
}

test('every variable of ours in the files is a key of the configuration', () => {
  const known = new Set(CONFIG_KEYS.map(({ key }) => envNameOf(key)));
  const files = FILES.filter((file) => file.startsWith(`${DEPLOY}/`));
  const used = files.flatMap((file) => textOf(file).match(/\bATLASNET_[A-Z_]+\b/g) ?? []);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !known.has(name) && !OWN.has(name))).toEqual([]);
});

test.each(['compose.yaml', 'stack.yaml'])('%s: commands, and ports as configured', (name) => {
  const { services } = readComposeFile(join(ROOT, DEPLOY, name), VARIABLES);
  const ours = Object.values(services).filter(({ image }) => image === 'here');
  expect(ours.length).toBeGreaterThanOrEqual(7);
  for (const { command = [], healthcheck } of ours) {
    expect(commands).toContain(command[0]);
    if (command[0] === 'keys') continue;
    expect(Number(healthcheck?.test.at(-1))).toBe(metricsPorts[command[0]]);
  }
});

test('a variable that has to be given is asked for with its reason', () => {
  const read = (): unknown => readComposeFile(join(ROOT, DEPLOY, 'stack.yaml'), {});
  expect(read).toThrow('the variable ATLASNET_IMAGE has to be set');
});

test('kubernetes: commands, and ports as configured', () => {
  const files = FILES.filter((file) => file.startsWith(`${DEPLOY}/kubernetes/`));
  const manifests = files
    .flatMap((file) => parseAllDocuments(textOf(file)))
    .map((document) => document.toJS() as Manifest)
    .filter(({ metadata }) => metadata?.labels?.['atlasnet.process'] === 'true');
  expect(manifests.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    ['watchdog', 'heuristic', 'cartograph', 'shard', 'worker', 'proxy', 'gateway'].toSorted(),
  );
  for (const { spec } of manifests) {
    const [{ args, ports }] = spec.template.spec.containers;
    expect(commands).toContain(args[0]);
    const port = ports.find(({ name }) => name === 'metrics')?.containerPort;
    expect(port).toBe(metricsPorts[args[0]]);
    expect(spec.template.metadata.annotations['prometheus.io/port']).toBe(String(port));
  }
});

test('Prometheus asks every kind of process at its port', () => {
  const { scrape_configs: jobs } = parse(textOf(`${DEPLOY}/monitoring/prometheus.yml`));
  const asked = (jobs as { dns_sd_configs: { names: string[]; port: number }[] }[])
    .flatMap(({ dns_sd_configs }) => dns_sd_configs)
    .map(({ names, port }) => `${names[0]}:${port}`);
  const kinds = ['watchdog', 'heuristic', 'gateway', 'cartograph', 'proxy', 'shard', 'worker'];
  expect(asked.toSorted()).toEqual(kinds.map((kind) => `${kind}:${metricsPorts[kind]}`).toSorted());
});

const kustomize = ((): string | null => {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return 'kubectl';
  } catch {
    console.warn('SKIPPED: what kustomize makes of infra/deploy/kubernetes: there is no kubectl');
    return null;
  }
})();
const rendered = kustomize === null ? test.skip : test;

rendered.each(['kubernetes', 'kubernetes-try'])(
  '%s: kustomize gives every process what it needs',
  (name) => {
    const text = execFileSync('kubectl', ['kustomize', join(ROOT, DEPLOY, name)], {
      encoding: 'utf8',
    });
    const all = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    const own = all.filter(({ metadata }) => metadata.labels?.['atlasnet.process'] === 'true');
    expect(own).toHaveLength(7);
    const configuration = all.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && /^atlasnet-[a-z0-9]+$/.test(metadata.name),
    );
    for (const { spec } of own) {
      const pod = JSON.stringify(spec.template.spec);
      for (const part of ['livenessProbe', 'ATLASNET_NETWORK_TOKEN_FILE', 'status.podIP']) {
        expect(pod).toContain(part);
      }
      expect(pod).toContain(`"configMap":{"name":"${configuration?.metadata.name}"}`);
    }
  },
);
