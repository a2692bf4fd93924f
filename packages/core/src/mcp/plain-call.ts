import type { RequestId } from '@modelcontextprotocol/server';
import { isRecord } from './record.ts';

/** A `tools/call` that is well-formed beyond doubt, and asks for nothing but the answer. */
export interface PlainCall {
  readonly id: RequestId;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
}

const members = new Set(['name', 'arguments', '_meta']);
const reserved = 'io.modelcontextprotocol/';

/** Reads a parsed message; `undefined` for whatever is not plain. */
export const plainCall = (value: unknown): PlainCall | undefined => {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0' || value['method'] !== 'tools/call') return undefined;
  const { id, params } = value;
  // JSON-RPC requests are strict: a fifth member makes the message invalid.
  if (!isRequestId(id) || !isRecord(params) || Object.keys(value).length !== 4) return undefined;
  for (const name in params) if (!members.has(name)) return undefined;
  const { name: tool, arguments: args = {}, _meta: meta } = params;
  // The SDK drops a `__proto__` argument while it copies; here nothing is copied.
  if (typeof tool !== 'string' || !isRecord(args) || Object.hasOwn(args, '__proto__')) return undefined;
  if (meta === undefined) return { id, tool, args, meta };
  return isRecord(meta) && meta['progressToken'] === undefined ? { id, tool, args, meta } : undefined;
};

/** True where `_meta` has nothing that the protocol keeps for itself, as in requests of 2025. */
export const isUnreserved = (meta: PlainCall['meta']): boolean =>
  meta === undefined || !Object.keys(meta).some((key) => key.startsWith(reserved));

export const isRequestId = (value: unknown): value is RequestId => typeof value === 'string' || Number.isSafeInteger(value);
