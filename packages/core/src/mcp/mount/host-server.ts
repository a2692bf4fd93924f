import { LineclearError } from '../../plugin/errors.ts';
import { isRecord } from '../record.ts';

type Handler = (request: unknown, context: unknown) => unknown;

/** What a foreign server of either SDK version offers; known by its structure, because its package may be another copy. */
export interface HostServer {
  readonly handlers: Map<string, Handler>;
  /** The names it registered itself, where it keeps a table of them. */
  readonly toolNames: () => readonly string[];
  readonly clientCapabilities: () => unknown;
  readonly clientInfo: () => unknown;
  /** The revision in use; absent in version 1, which speaks 2025 only. */
  readonly protocolVersion: () => string | undefined;
  readonly elicit: (form: object, options: object) => Promise<unknown>;
  readonly toolsChanged: () => Promise<unknown>;
  /** Calls back when the server's connection ends. */
  readonly onClose: (listener: () => void) => void;
}

/** Reads a `McpServer` or `Server` of SDK version 1 or 2, and makes it ready to answer `tools/list` and `tools/call`. */
export const hostServerOf = (server: unknown): HostServer => {
  const outer = isObject(server) ? server : undefined;
  const inner = outer !== undefined && isObject(outer['server']) ? outer['server'] : outer;
  const handlers = inner?.['_requestHandlers'];
  if (outer === undefined || inner === undefined || !(handlers instanceof Map)) throw notAServer();
  prepare({ outer, inner, handlers });
  const ask = (method: string): unknown => {
    const found = inner[method];
    return typeof found === 'function' ? found.call(inner) : undefined;
  };
  return {
    handlers,
    toolNames: () => (isRecord(outer['_registeredTools']) ? Object.keys(outer['_registeredTools']) : []),
    clientCapabilities: () => ask('getClientCapabilities'),
    clientInfo: () => ask('getClientVersion'),
    protocolVersion: () => {
      const version = ask('getNegotiatedProtocolVersion');
      return typeof version === 'string' ? version : undefined;
    },
    elicit: async (form, options) => {
      const found = inner['elicitInput'];
      if (typeof found !== 'function')
        throw new LineclearError('unsupported', 'This server cannot ask the person behind the client');
      return found.call(inner, form, options);
    },
    toolsChanged: async () => ask('sendToolListChanged'),
    onClose: (listener) => {
      const { onclose } = inner;
      const chained = (): void => {
        listener();
        if (typeof onclose === 'function') onclose.call(inner);
      };
      Object.assign(inner, { onclose: chained });
    },
  };
};

type Members = Readonly<Record<string, unknown>>;

// A McpServer sets its handlers with its first tool and refuses to set them over ours, so it has to set them now.
const prepare = ({ outer, inner, handlers }: { outer: Members; inner: Members; handlers: Map<string, Handler> }): void => {
  const { setToolRequestHandlers } = outer;
  const { registerCapabilities } = inner;
  try {
    if (typeof setToolRequestHandlers === 'function') setToolRequestHandlers.call(outer);
    else if (!handlers.has('tools/list') && typeof registerCapabilities === 'function') {
      registerCapabilities.call(inner, { tools: { listChanged: true } });
    }
  } catch (cause) {
    throw new LineclearError('unsupported', 'The server cannot take tools any more', {
      hint: 'Mount before the server is connected to a transport.',
      cause,
    });
  }
};

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const notAServer = (): LineclearError =>
  new LineclearError('unsupported', 'This is no McpServer or Server of the MCP SDK', {
    hint: 'Pass the McpServer or Server instance of @modelcontextprotocol/sdk 1.25 or later, or of @modelcontextprotocol/server 2.',
  });
