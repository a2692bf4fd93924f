import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// How long a newcomer waits: from `npm start` in a fresh clone, with empty caches and the system's Node, to the first list of tools over HTTP.

const targetS = 60;
const giveUpMs = 300_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lineclear-clean-clone-'));
const clone = join(folder, 'clone');
const home = join(folder, 'home');
mkdirSync(home);

const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
if (cloned.status !== 0) throw new Error('the clone failed');

const port = await freePort();
const startedAt = Date.now();
const server = spawn('npm', ['start', '--', '--http', `127.0.0.1:${port}`], {
  cwd: clone,
  env: emptyEnvironment(),
  stdio: ['ignore', 'pipe', 'pipe'],
});
const ended = once(server, 'exit');
let output = '';
for (const stream of [server.stdout, server.stderr]) {
  stream.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stderr.write(text);
  });
}

try {
  const tools = await firstTools();
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`${tools} tools listed ${seconds.toFixed(1)} s after npm start in a clean clone (target ${targetS} s)`);
  process.exitCode = seconds <= targetS ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  const [code] = await ended;
  console.log(`stopped with exit code ${code}`);
  rmSync(folder, { recursive: true, maxRetries: 3 });
}

async function firstTools(): Promise<number> {
  while (Date.now() - startedAt < giveUpMs) {
    if (server.exitCode !== null) throw new Error(`npm start ended with code ${server.exitCode}`);
    const token = /\blc_[\w-]+/.exec(output)?.[0];
    const tools = token === undefined ? undefined : await listTools(token).catch(() => undefined);
    if (tools !== undefined) return tools;
    await sleep(100);
  }
  throw new Error(`no tools within ${giveUpMs / 1000} s`);
}

async function listTools(token: string): Promise<number> {
  const version = '2026-07-28';
  const response = await fetch(`http://127.0.0.1:${port}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': version,
      'mcp-method': 'tools/list',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/list',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': version,
          'io.modelcontextprotocol/clientInfo': { name: 'clean-clone', version: '1.0.0' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  });
  const text = await response.text();
  const answer: unknown = JSON.parse(text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '{}'));
  if (typeof answer === 'object' && answer !== null && 'result' in answer) {
    const { result } = answer;
    if (typeof result === 'object' && result !== null && 'tools' in result && Array.isArray(result.tools))
      return result.tools.length;
  }
  throw new Error(`${response.status}: ${text}`);
}

/** Nothing of this workspace, of npm's settings for it, or of the caches in the home directory. */
function emptyEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|xdg_|lineclear_|node_options$)/i.test(name));
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes('node_modules') && entry !== dirname(process.execPath));
  return { ...Object.fromEntries(kept), HOME: home, PATH: path.join(delimiter), npm_config_cache: join(home, '.npm') };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
