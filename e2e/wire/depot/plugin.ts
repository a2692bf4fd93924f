import { defineConnection, definePlugin, type HttpClient, path } from '@lineclear/core/plugin';
import * as z from 'zod';

const Parcel = z.object({ id: z.string(), weight: z.number(), state: z.string() });
const input = z.strictObject({ id: z.string().describe('Such as "a".') });

const createClient = (http: HttpClient) => ({
  get: async (id: string) => (await http.get(path`/parcels/${id}`)).json(Parcel),
  send: async (id: string) => (await http.post(path`/parcels/${id}/send`)).json(Parcel),
  burn: async (id: string) => (await http.delete(path`/parcels/${id}`)).json(Parcel),
});

/** A plugin whose backend is a server of the tests. `version` and `description` are part of what a plan is bound to. */
export const depotPlugin = ({ version = '1.0.0', description = 'Send a parcel away.' } = {}) => {
  const depot = defineConnection({
    id: 'depot',
    profile: z.strictObject({ url: z.url() }),
    connect: ({ profile, http }) => {
      const client = createClient(http({ baseUrl: profile.url }));
      return { reader: client, writer: client };
    },
    probe: ({ reader }) => reader.get('a'),
  });
  return definePlugin({
    id: 'depot',
    title: 'Depot',
    version,
    toolsets: { parcels: { title: 'Parcels', use: 'what is stored' }, shipping: { title: 'Shipping', use: 'what leaves' } },
    tools: [
      depot.read({
        name: 'parcel_get',
        title: 'Get a parcel',
        toolset: 'parcels',
        description: 'Show one parcel.',
        aliases: [{ name: 'Depot.getParcel' }],
        input,
        output: Parcel,
        run: ({ input: { id }, reader }) => reader.get(id),
      }),
      depot.write({
        name: 'parcel_send',
        title: 'Send a parcel',
        toolset: 'shipping',
        description,
        aliases: [{ name: 'Depot.sendParcel' }],
        risk: 'additive',
        input,
        output: Parcel,
        preview: async ({ input: { id }, reader }) => {
          const { weight, state } = await reader.get(id);
          return { description: `Send parcel "${id}" of ${weight} kg.`, guard: { weight, state } };
        },
        execute: ({ input: { id }, writer }) => writer.send(id),
      }),
      depot.write({
        name: 'parcel_burn',
        title: 'Burn a parcel',
        toolset: 'shipping',
        description: 'Burn a parcel.',
        risk: 'destructive',
        input,
        output: Parcel,
        preview: async ({ input: { id }, reader }) => {
          const { weight, state } = await reader.get(id);
          return { description: `Burn parcel "${id}" of ${weight} kg.`, guard: { weight, state } };
        },
        execute: ({ input: { id }, writer }) => writer.burn(id),
      }),
    ],
  });
};
