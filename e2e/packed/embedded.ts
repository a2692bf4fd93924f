import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Installed } from './installed.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** The example that mounts a composition into a server on SDK version 1, beside the packages that were installed. */
export interface Embedded extends AsyncDisposable {
  /** Starts the example's server for a client. */
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Copies the example and the plugin that it uses into the folder, and starts the plugin's backend. */
export async function prepareEmbedded({ installed }: { installed: Installed }): Promise<Embedded> {
  const { folder, env } = installed;
  const copied = { recursive: true, filter: (file: string) => !file.includes('node_modules') };
  await cp(join(examples, 'embed-v1/src'), join(folder, 'embed-v1'), copied);
  // Node runs TypeScript only outside node_modules.
  await cp(join(examples, 'hello-plugin'), join(folder, 'hello-plugin'), copied);
  await mkdir(join(folder, 'node_modules/@lineclear'), { recursive: true });
  await symlink('../../hello-plugin', join(folder, 'node_modules/@lineclear/example-hello-plugin'));
  await writeFile(
    join(folder, 'backend.ts'),
    `import { startFlagBackend } from '@lineclear/example-hello-plugin/backend';\nconsole.log((await startFlagBackend({ token: 'packed' })).url);\n`,
  );
  const backend = spawn(process.execPath, ['backend.ts'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(backend, 'exit');
  const [url] = await once(createInterface(backend.stdout), 'line');
  return {
    args: ['embed-v1/main.ts'],
    env: { FLAGS_URL: url, FLAGS_TOKEN: 'packed', STORE: join(folder, 'embedded.sqlite') },
    [Symbol.asyncDispose]: async () => {
      backend.kill();
      await ended;
    },
  };
}
