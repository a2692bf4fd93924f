import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceBinary } from '@lineclear/testing';

export const openssl: ServiceBinary = { command: 'openssl', apt: 'openssl' };
const run = promisify(execFile);

export interface Identity {
  readonly key: string;
  /** The server's own certificate, then that of its authority. */
  readonly cert: string;
}

export interface Certificates {
  /** File with the certificate of the test's own authority. */
  readonly caFile: string;
  readonly valid: Identity;
  readonly expired: Identity;
  /** For `elsewhere.example.com`. */
  readonly wrongName: Identity;
  readonly selfSigned: Identity;
  readonly remove: () => Promise<void>;
}

/** Certificates for `www.example.com` and 127.0.0.1 by an authority that is made for them. */
export const makeCertificates = async (): Promise<Certificates> => {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const file = (name: string) => join(folder, name);
  const ssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const request = (name: string, ...more: string[]) =>
    ssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(`${name}.key`), ...more);
  await writeFile(file('ca.cnf'), authority);
  await writeFile(file('index.txt'), '');
  await writeFile(file('serial'), '01');
  await request('ca', '-x509', '-days', '2', '-subj', '/O=lineclear tests/CN=Test authority', '-out', file('ca.pem'));
  const names = 'subjectAltName=DNS:www.example.com,DNS:*.shop.example.com,IP:127.0.0.1';
  await request('self', '-x509', '-days', '2', '-subj', '/CN=www.example.com', '-addext', names, '-out', file('self.pem'));
  const issue = async ({ name, alternative, from, to }: { name: string; alternative: string; from: string; to: string }) => {
    await request(
      name,
      '-subj',
      `/O=lineclear tests/CN=${name}.example.com`,
      '-addext',
      alternative,
      '-out',
      file(`${name}.csr`),
    );
    const dates = ['-startdate', from, '-enddate', to];
    await ssl(
      'ca',
      '-batch',
      '-config',
      file('ca.cnf'),
      ...dates,
      '-in',
      file(`${name}.csr`),
      '-out',
      file(`${name}.pem`),
      '-notext',
    );
    return identity(name, 'ca.pem');
  };
  const identity = async (name: string, ...others: string[]): Promise<Identity> => ({
    key: await readFile(file(`${name}.key`), 'utf8'),
    cert: (await Promise.all([`${name}.pem`, ...others].map((one) => readFile(file(one), 'utf8')))).join('\n'),
  });
  const fine = { from: '20240101000000Z', to: '20991231235959Z' };
  const valid = await issue({ name: 'www', alternative: names, ...fine });
  const expired = await issue({ name: 'old', alternative: names, from: '20240101000000Z', to: '20240201000000Z' });
  const wrongName = await issue({ name: 'elsewhere', alternative: 'subjectAltName=DNS:elsewhere.example.com', ...fine });
  return {
    caFile: file('ca.pem'),
    valid,
    expired,
    wrongName,
    selfSigned: await identity('self'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

const authority = `[ca]
default_ca = own
[own]
database = ./index.txt
serial = ./serial
new_certs_dir = .
certificate = ./ca.pem
private_key = ./ca.key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
organizationName = optional
commonName = supplied
`;
