import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { freePort } from '@lineclear/testing';

const [port = 0] = await freePort(1);

/** Services below a folder of the host `web`. What answers for their health is a server of the tests, as the host is this machine. */
export const deploymentsIn = (srv: string): Record<string, unknown> => {
  const slots = { blue: { port }, green: { port } };
  const common = {
    hosts: ['web'],
    restart: ['true', '{release}'],
    health: { port, successes: 1, interval_s: 0.1, timeout_s: 20 },
  };
  return {
    shop: { ...common, root: join(srv, 'shop'), smoke: ['test', '-s', 'version'], shared: ['data'] },
    site: { ...common, root: join(srv, 'site'), strategy: 'blue-green', switch: ['true', '{port}'], slots },
  };
};

/** Puts a service there that has two releases, as deployments left them. `live` is what its link says. */
export const seedService = async ({
  root,
  live,
  links = {},
}: {
  root: string;
  live: string;
  links?: Record<string, string>;
}): Promise<void> => {
  healthy ??= startHealthy();
  await rm(root, { recursive: true, force: true });
  await healthy;
  const control = join(root, '.lineclear');
  for (const release of ['v1', 'v2']) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await mkdir(join(root, 'releases', release), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- few
    await writeFile(join(root, 'releases', release, 'version'), release);
    const manifest = `${createHash('sha256').update(release).digest('hex')}  ./version\n`;
    // oxlint-disable-next-line no-await-in-loop -- few
    await mkdir(join(control, 'manifests'), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- few
    await writeFile(join(control, 'manifests', release), manifest);
  }
  await symlink('releases/v1', join(control, 'previous'));
  for (const [name, target] of Object.entries({ current: live, ...links })) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await symlink(target, join(root, name));
  }
  // The account of the host writes there, and it is not the one of the tests.
  for (const folder of [root, control, join(control, 'manifests'), join(root, 'releases')]) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await chmod(folder, 0o777);
  }
};

/** A release of one file. */
export const archive = gzipSync(tarOf({ name: 'version', text: 'v3\n' }));
export const archiveSha256 = createHash('sha256').update(archive).digest('hex');

function tarOf({ name, text }: { name: string; text: string }): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write('0ustar\u000000', 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const content = Buffer.alloc(512);
  content.write(text);
  return Buffer.concat([header, content, Buffer.alloc(1024)]);
}

let healthy: Promise<void> | undefined;

const startHealthy = async (): Promise<void> => {
  const server = createServer((_request, response) => response.end('ok'));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // The end of the tests is its end.
  server.unref();
};
