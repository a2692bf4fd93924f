import { InMemoryServerEventBus, McpServer, type Server, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { buildDoor, type DoorOptions, type HttpDoor } from './http/door.ts';
import { hostServerOf } from './mount/host-server.ts';
import { createServerFactory } from './server-factory.ts';

/** Answers a method in place of core; `next` is what core would have answered. */
export type Override = (call: {
  readonly params: Readonly<Record<string, unknown>>;
  readonly context: ServerContext;
  readonly next: () => Promise<Record<string, unknown>>;
}) => Promise<Record<string, unknown>>;

/** Adds to a server, before it is connected, what no plugin can express. */
export type ServerExtension = (call: {
  readonly server: Server;
  readonly era: 'modern' | 'legacy';
  readonly override: (method: string, answer: Override) => void;
}) => void;

const Params = z.looseObject({});
const Result = z.looseObject({});

/**
 * The HTTP door with servers that know more than plugins can say, and the bus that tells subscribers of 2026 about changes.
 * Only conformance fixtures use it.
 */
export const createFixtureDoor = ({
  extend,
  ...options
}: DoorOptions & { readonly extend: ServerExtension }): { readonly door: HttpDoor; readonly bus: InMemoryServerEventBus } => {
  const bus = new InMemoryServerEventBus();
  const door = buildDoor({
    options,
    bus,
    makeFactory: (parts) => {
      const factory = createServerFactory(parts);
      return async (context) => {
        const product = await factory(context);
        const server = product instanceof McpServer ? product.server : product;
        extend({ server, era: context.era, override: overrideOf(server) });
        return product;
      };
    },
  });
  return { door, bus };
};

const overrideOf =
  (server: Server) =>
  (method: string, answer: Override): void => {
    const own = hostServerOf(server).handlers.get(method);
    server.setRequestHandler(method, { params: Params }, (params, context) =>
      answer({ params, context, next: async () => Result.parse(await own?.({ method, params }, context)) }),
    );
  };
