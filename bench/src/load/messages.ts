/** The tool that does nothing, and what its answer contains wherever it runs. */
export const noOp = { name: 'noop', arguments: { id: 'a' } } as const;
/** In text and in structured content; a quote may stand escaped before the colon. */
export const noOpAnswer = '"structuredContent":{"ok":true}';

const clientInfo = { name: 'bench', version: '1.0.0' };
const modern = '2026-07-28';
const legacy = '2025-11-25';

/** A request of 2026-07-28, which carries everything about its client. */
export const modernRequest = ({ id, method, params = {} }: { id: number; method: string; params?: object }): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    id,
    method,
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': modern,
        'io.modelcontextprotocol/clientInfo': clientInfo,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  });

/** A request of 2025-11-25, which relies on its session. */
export const legacyRequest = ({ id, method, params = {} }: { id: number; method: string; params?: object }): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

export const initialize = legacyRequest({
  id: 0,
  method: 'initialize',
  params: { protocolVersion: legacy, capabilities: {}, clientInfo },
});
export const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

/** The headers of a request of 2026-07-28. */
export const modernHeaders = ({ method, name }: { method: string; name?: string }): Readonly<Record<string, string>> => ({
  'mcp-protocol-version': modern,
  'mcp-method': method,
  ...(name === undefined ? {} : { 'mcp-name': name }),
});

/** The headers of a request within a session of 2025-11-25. */
export const sessionHeaders = (session: string): Readonly<Record<string, string>> => ({
  'mcp-protocol-version': legacy,
  'mcp-session-id': session,
});
