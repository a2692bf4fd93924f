import { McpServer, type Server } from '@modelcontextprotocol/server';
import { buildDoor, type DoorOptions, type HttpDoor } from './http/door.ts';
import { createServerFactory } from './server-factory.ts';

/** Adds to a server, before it is connected, what no plugin can express. */
export type ServerExtension = (call: { readonly server: Server; readonly era: 'modern' | 'legacy' }) => void;

/** The HTTP door with servers that know more methods; only conformance fixtures use it, and no package exports it. */
export const createFixtureDoor = ({ extend, ...options }: DoorOptions & { readonly extend: ServerExtension }): HttpDoor =>
  buildDoor({
    options,
    makeFactory: (parts) => {
      const factory = createServerFactory(parts);
      return async (context) => {
        const product = await factory(context);
        extend({ server: product instanceof McpServer ? product.server : product, era: context.era });
        return product;
      };
    },
  });
