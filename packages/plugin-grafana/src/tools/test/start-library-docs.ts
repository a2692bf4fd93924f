import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin } from '@lineclear/testing';
import { type Context7Options, type Context7Sandbox, startContext7Sandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';
import { pluginOf } from '../../test/plugin-of.ts';
import { getLibraryDocs } from '../get-library-docs.ts';
import { resolveLibraryId } from '../resolve-library-id.ts';

const libraryDocs = pluginOf([resolveLibraryId, getLibraryDocs]);

export interface SandboxedDocs extends StartedPlugin {
  readonly sandbox: Context7Sandbox;
  /** Lets time go by. */
  readonly pass: (ms: number) => void;
}

/** The tools in front of a Context7 of their own. */
export const startLibraryDocs = async ({
  settings = {},
  ...options
}: Context7Options & { settings?: JsonObject } = {}): Promise<SandboxedDocs> => {
  let nowMs = Date.UTC(2026, 2, 2, 12);
  const sandbox = await startContext7Sandbox(options);
  const started = await startPlugin({
    plugin: libraryDocs,
    connections: { context7: { url: sandbox.url, ...settings } },
    clock: { now: () => nowMs },
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox, pass: (ms) => void (nowMs += ms) };
};
