import { readFile, writeFile } from 'node:fs/promises';
import { defineConnection, definePlugin, LineclearError, read, Secret, secret } from '@lineclear/core/plugin';
import * as z from 'zod';

const shelfFile = z.record(z.string(), z.number());
const storesFile = z.array(
  z.object({
    name: z.string(),
    token: z.string().optional(),
    tier: z.literal('staging').optional(),
    writes: z.literal('off').optional(),
  }),
);
const item = z.object({ name: z.string(), count: z.number() });

/** A backend that is one JSON file, so that a test sees from outside what a write did. */
const shelf = defineConnection({
  id: 'shelf',
  profile: z.object({
    file: z.string().describe('The JSON file with the items, as ./shelf.json.'),
    label: z.string().min(2).optional(),
    token: secret().optional(),
  }),
  connect: ({ profile, resolvePath }) => {
    const path = resolvePath(profile.file);
    const load = async () => shelfFile.parse(JSON.parse(await readFile(path, 'utf8')));
    const save = (items: z.output<typeof shelfFile>) => writeFile(path, JSON.stringify(items));
    return { reader: { load }, writer: { load, save } };
  },
  probe: async ({ reader }) => ({ items: Object.keys(await reader.load()).length }),
  local: ({ cwd }) => ({ file: `${cwd}/shelf.json` }),
});

const itemList = shelf.read({
  name: 'item_list',
  title: 'List items',
  description: 'List the items on the shelf. Use item_add to put something there.',
  toolset: 'items',
  input: z.object({ prefix: z.string().optional().describe('Only names that begin so, as "ap".') }),
  output: z.object({ items: z.array(item) }),
  run: async ({ input, reader }) => {
    const items = Object.entries(await reader.load()).map(([name, count]) => ({ name, count }));
    return { items: items.filter(({ name }) => name.startsWith(input.prefix ?? '')) };
  },
});

const itemAdd = shelf.write({
  name: 'item_add',
  title: 'Add items',
  description: 'Put items on the shelf.',
  toolset: 'items',
  risk: 'additive',
  input: z.object({ name: z.string().describe('As "apple".'), count: z.int().min(1).describe('As 3.') }),
  output: item,
  preview: async ({ input, reader }) => {
    const before = (await reader.load())[input.name] ?? 0;
    return {
      description: `Add ${input.count} ${input.name} to the shelf: ${before} are there.`,
      guard: { before },
      before: { count: before },
    };
  },
  execute: async ({ input, writer }) => {
    const items = await writer.load();
    const count = (items[input.name] ?? 0) + input.count;
    await writer.save({ ...items, [input.name]: count });
    return { name: input.name, count };
  },
});

const itemRemove = shelf.write({
  name: 'item_remove',
  title: 'Remove items',
  description: 'Take every item of a name off the shelf.',
  toolset: 'items',
  risk: 'destructive',
  input: z.object({ name: z.string().describe('As "apple".') }),
  output: item,
  preview: async ({ input, reader }) => {
    const count = (await reader.load())[input.name];
    if (count === undefined) throw new LineclearError('not_found', `There is no "${input.name}" on the shelf.`);
    return {
      description: `Remove ${count} ${input.name} from the shelf.`,
      guard: { count },
      changes: [`- ${input.name}: ${count}`],
    };
  },
  execute: async ({ input, writer }) => {
    const { [input.name]: count = 0, ...rest } = await writer.load();
    await writer.save(rest);
    return { name: input.name, count };
  },
});

const slowCount = read({
  name: 'slow_count',
  title: 'Count slowly',
  description: 'Count to a number, a step every few milliseconds, and print while counting.',
  toolset: 'misc',
  input: z.object({
    to: z.int().min(1).max(1_000).describe('As 3.'),
    pause_ms: z.int().min(0).max(5_000).default(5).describe('As 5.'),
  }),
  output: z.object({ counted: z.number() }),
  run: async ({ input, progress }) => {
    for (let step = 1; step <= input.to; step += 1) {
      // What a careless plugin does; it must not reach the protocol's stream.
      console.log(`step ${step}`);
      progress({ progress: step, total: input.to, message: `step ${step}` });
      await new Promise((resolve) => setTimeout(resolve, input.pause_ms));
    }
    return { counted: input.to };
  },
});

export const toyPlugin = definePlugin({
  id: 'toy',
  title: 'Toy',
  version: '1.0.0',
  toolsets: { items: { title: 'Items', use: 'what is on the shelf' }, misc: { title: 'Misc', use: 'counting' } },
  tools: [itemList, itemAdd, itemRemove, slowCount],
  importers: [
    {
      id: 'shelf-file',
      title: 'Shelf file',
      find: async ({ cwd, readFile: readText }) =>
        (await readText(`${cwd}/found-shelf.json`)) === undefined
          ? undefined
          : {
              connections: { shelf: { file: './found-shelf.json', token: '${env:SHELF_TOKEN}' } },
              note: 'found-shelf.json is used',
            },
    },
    {
      id: 'stores',
      title: 'Stores',
      find: async ({ cwd, file, readFile: readText }) => {
        const path = file ?? `${cwd}/stores.json`;
        const text = (await readText(path)) ?? (file === undefined ? await readText(`${cwd}/old-stores.json`) : undefined);
        if (text === undefined) return undefined;
        const stores = storesFile.parse(JSON.parse(text));
        const profiles = stores.map(({ name, token, ...rest }) => {
          const shelf = { file: './shelf.json', ...(token === undefined ? {} : { token: new Secret(token) }) };
          return [name, { ...rest, connections: { shelf } }] as const;
        });
        return {
          profiles: Object.fromEntries(profiles),
          default: stores[0]?.name ?? 'none',
          note: `read\n${stores.length} stores`,
        };
      },
    },
  ],
});
