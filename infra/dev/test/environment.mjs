import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a Chromium: the one that the environment names, else one on the PATH; or null. */
export function findBrowser() {
  const given = process.env.ATLASNET_CHROMIUM;
  if (given !== undefined && given !== '') return isExecutable(given) ? given : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

/**
 * Brings up a real Kafka and a real Valkey, or takes those that the environment names.
 * @returns what the suites are given, why something is missing, and how to end what was started
 */
export async function startTestServices(say) {
  const given = {
    ATLASNET_TEST_KAFKA: process.env.ATLASNET_TEST_KAFKA ?? '',
    ATLASNET_TEST_VALKEY: process.env.ATLASNET_TEST_VALKEY ?? '',
  };
  if (given.ATLASNET_TEST_KAFKA !== '' && given.ATLASNET_TEST_VALKEY !== '') {
    say('✓ services: those that the environment names');
    return { env: given, missing: [], stop: () => Promise.resolve() };
  }
  const started = Date.now();
  try {
    const { startServices } = await import('../../dist/dev-services/index.js');
    const services = await startServices();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const kafka = services.kafka.join(',');
    say(`✓ services: Kafka ${kafka}, Valkey ${services.valkey} (${seconds} s)`);
    return {
      env: { ATLASNET_TEST_KAFKA: kafka, ATLASNET_TEST_VALKEY: services.valkey },
      missing: [],
      stop: () => services.stop(),
    };
  } catch (error) {
    const hint = error.hint ? ` ${error.hint}` : '';
    const reason = `no Kafka and Valkey (${error.message.split('\n')[0]}${hint}): the service-backed tests`;
    return { env: {}, missing: [reason], stop: () => Promise.resolve() };
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
