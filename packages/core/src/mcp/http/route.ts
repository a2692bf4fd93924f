import type { IncomingHttpHeaders } from 'node:http';
import type { InboundClassificationOutcome, InboundHttpRequest } from '@modelcontextprotocol/server';
import {
  classifyInboundRequest,
  isInitializeRequest,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isRecord } from '../record.ts';

const place = /^\/mcp(?:\/(?<profile>[\w.-]{1,64}))?\/?(?:\?.*)?$/;

/** The profile in a request's path; `found: false` when the path is not ours. */
export const placeOf = (url: string | undefined): { readonly found: boolean; readonly profile: string | undefined } => {
  if (url === '/mcp') return root;
  const match = place.exec(url ?? '');
  return match === null ? nowhere : { found: true, profile: match.groups?.['profile'] };
};
const root = { found: true, profile: undefined };
const nowhere = { found: false, profile: undefined };

/** Asks the SDK's classifier about a POST. */
export const classify = ({ headers, body }: { headers: IncomingHttpHeaders; body: unknown }): InboundClassificationOutcome => {
  const inbound: InboundHttpRequest = { httpMethod: 'POST', body };
  const { 'mcp-protocol-version': version, 'mcp-method': method, 'mcp-name': name } = headers;
  if (typeof version === 'string') inbound.protocolVersionHeader = version;
  if (typeof method === 'string') inbound.mcpMethodHeader = method;
  if (typeof name === 'string') inbound.mcpNameHeader = name;
  return classifyInboundRequest(inbound);
};

/** True for what belongs to a 2025 session: its opening, and messages that name one. */
export const isSessionTraffic = ({ headers, body }: { headers: IncomingHttpHeaders; body: unknown }): boolean => {
  if (headers['mcp-session-id'] === undefined) return isInitializeRequest(body) && classify({ headers, body }).kind === 'legacy';
  return isPlainlyOld({ headers, body }) || classify({ headers, body }).kind === 'legacy';
};

// The classifier parses a message three times to say the same; sessions send nothing else.
const isPlainlyOld = ({
  headers: { 'mcp-protocol-version': version },
  body,
}: {
  headers: IncomingHttpHeaders;
  body: unknown;
}): boolean => {
  if (version !== undefined && !(typeof version === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(version))) return false;
  if (!isRecord(body) || typeof body['method'] !== 'string') return false;
  const { params } = body;
  const meta = isRecord(params) ? params['_meta'] : undefined;
  return !(isRecord(meta) && PROTOCOL_VERSION_META_KEY in meta);
};

/** True for a request that stays open to be told of changes. */
export const isListening = (body: unknown): boolean => isRecord(body) && body['method'] === 'subscriptions/listen';

/** True for what asks for an answer; what only answers or notifies is let through while the door closes. */
export const asksForWork = (body: unknown): boolean =>
  Array.isArray(body) ? body.some(asksForWork) : !isRecord(body) || ('method' in body && 'id' in body);
