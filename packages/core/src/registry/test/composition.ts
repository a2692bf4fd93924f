import * as z from 'zod';
import { defineConnection, definePlugin, type Log, type Plugin, type PluginSpec, read, write } from '../../plugin/index.ts';
import type { Profile } from '../../profiles/types.ts';
import { createRegistry } from '../create-registry.ts';
import type { Registry, View } from '../types.ts';

const nothing = z.object({});
const done = z.object({ done: z.boolean() });
const toolset = 'things';

/** A connectionless read tool. */
export const readTool = (
  name: string,
  more: { toolset?: string; description?: string; aliases?: readonly { name: string }[] } = {},
) => read({ toolset, description: `Reads ${name}.`, ...more, name, input: nothing, output: done, run: () => ({ done: true }) });

/** A connectionless write tool. */
export const writeTool = (name: string, more: { risk?: 'additive' | 'reversible' | 'destructive' } = {}) =>
  write({
    toolset,
    description: `Writes ${name}.`,
    risk: 'additive',
    ...more,
    name,
    input: nothing,
    output: done,
    preview: () => ({ description: 'Write.', guard: null }),
    execute: () => ({ done: true }),
  });

/** A connection without a backend, for tools that differ by profile. */
export const connectionOf = (id: string) =>
  defineConnection({ id, profile: z.object({}), connect: () => ({ reader: {}, writer: {} }), probe: () => true });

export const pluginOf = (spec: Partial<PluginSpec> & { id: string }): Plugin =>
  definePlugin({
    title: spec.id,
    version: '1.0.0',
    toolsets: { things: { title: 'Things', use: 'Find and change things.' } },
    tools: [],
    ...spec,
  });

export const profileOf = (
  name: string,
  more: Partial<Omit<Profile, 'connections'>> & { connections?: readonly string[] } = {},
): Profile => ({
  name,
  tier: 'staging',
  writes: 'confirm',
  approval: { additive: 'model', reversible: 'model', destructive: 'client' },
  direct: new Set(),
  ...more,
  connections: new Map((more.connections ?? []).map((id) => [id, {}])),
});

export const viewOf = (active: string, more: Partial<View> = {}): View => ({
  principal: 'ada',
  active,
  profiles: [active],
  readOnly: false,
  ...more,
});

type RegistryOptions = Parameters<typeof createRegistry>[0];

/** A registry with one profile `staging`, unless told otherwise. */
export const registryOf = ({
  profiles = [profileOf('staging')],
  ...options
}: Partial<Omit<RegistryOptions, 'profiles'>> & {
  plugins: RegistryOptions['plugins'];
  profiles?: readonly Profile[];
}): Promise<Registry> =>
  createRegistry({
    selection: {},
    allows: () => true,
    logger: quietLog(),
    clock: { now: () => 0 },
    limits: { readMs: 30_000, executeMs: 120_000 },
    ...options,
    profiles: new Map(profiles.map((profile) => [profile.name, profile])),
  });

/** Keeps what was warned and complained about. */
export const quietLog = (): Log & { readonly lines: { readonly fields: object; readonly message: string }[] } => {
  const lines: { fields: object; message: string }[] = [];
  const ignore = () => {};
  const keep = (fields: object, message: string) => void lines.push({ fields, message });
  return { lines, debug: ignore, info: ignore, warn: keep, error: keep };
};

/** The names in a listing, page after page. */
export const listedNames = (registry: Registry, view: View): readonly string[] =>
  registry.pages(view).flatMap(({ tools }) => tools.map(({ name }) => name));
