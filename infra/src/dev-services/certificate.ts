import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for the loopback interface that signs itself; for tests of TLS. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Key and certificate in one file, as Kafka wants them. */
  readonly bothFile: string;
  /** The certificate, which is its own authority. */
  readonly pem: string;
}

/** Makes a certificate in a folder, by the openssl command. */
export function makeCertificate(directory: string): Certificate {
  const certificateFile = join(directory, 'certificate.pem');
  const keyFile = join(directory, 'key.pem');
  const bothFile = join(directory, 'both.pem');
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
  ];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'pipe' });
  const pem = readFileSync(certificateFile, 'utf8');
  writeFileSync(bothFile, readFileSync(keyFile, 'utf8') + pem);
  return { certificateFile, keyFile, bothFile, pem };
}
