import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AtlasError } from '@atlasnet/schemas';
import { MAVEN_MS } from './limits.ts';

/** The Kafka that the tests run against. */
export const KAFKA_VERSION = '4.3.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>atlasnet.dev</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.25.4</version>
    </dependency>
  </dependencies>
</project>
`;

/** Whether this machine can run Kafka from jars: the missing command's name, or null. */
export function missingForKafka(): string | null {
  if (!commandWorks('java', '-version')) return 'java';
  if (existsSync(libsDirectory())) return null;
  return commandWorks('mvn', '-version') ? null : 'mvn';
}

/**
 * The directory with Kafka's jars, filled by Maven at the first use and kept in the user's cache.
 * @throws AtlasError ATLAS_SERVICES_UNAVAILABLE
 */
export async function kafkaJars(): Promise<string> {
  const libs = libsDirectory();
  if (existsSync(libs)) return libs;
  // Filled beside and renamed, so that a broken download is never taken for a whole one.
  const work = `${libs}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    writeFileSync(join(work, 'pom.xml'), POM);
    await promisify(execFile)(
      'mvn',
      [
        '-q',
        '-B',
        'dependency:copy-dependencies',
        '-DoutputDirectory=libs',
        '-DincludeScope=runtime',
      ],
      { cwd: work, timeout: MAVEN_MS },
    );
    if (readdirSync(join(work, 'libs')).length === 0) throw new Error('Maven copied no jars');
    if (!existsSync(libs)) renameSync(join(work, 'libs'), libs);
  } catch (error) {
    if (existsSync(libs)) return libs;
    throw new AtlasError('ATLAS_SERVICES_UNAVAILABLE', 'Maven could not fetch Kafka', {
      cause: error,
      hint: 'Check the network and Maven settings, or set ATLASNET_KAFKA to a running Kafka.',
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return libs;
}

function libsDirectory(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'atlasnet', `kafka-${KAFKA_VERSION}`);
}

function commandWorks(command: string, argument: string): boolean {
  try {
    execFileSync(command, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
