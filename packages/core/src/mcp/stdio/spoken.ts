import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY, type RequestId } from '@modelcontextprotocol/server';
import { isUnreserved } from '../plain-call.ts';
import { isRecord } from '../record.ts';
import { clientLabel, clientOf } from '../request-meta.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A client whose requests the SDK answers with results on this connection. */
export interface SpokenClient {
  readonly era: 'modern' | 'legacy';
  readonly label: string | undefined;
}

export const revision = '2026-07-28';
const mostClients = 64;
const mostPending = 64;
const longestKey = 4_096;
// An opening `server/discover` may still be followed by the other era.
const settling = new Set(['tools/call', 'tools/list']);

/**
 * Learns what a connection speaks from the SDK's own answers: a client is known once a request of it got a result. Nothing is decided
 * here that the SDK has not decided before.
 */
export class Spoken {
  readonly #pending = new Map<RequestId, { readonly key: string; readonly client: SpokenClient }>();
  readonly #known = new Map<string, SpokenClient>();

  /** A message that the SDK is about to handle. */
  received(message: JSONRPCMessage): void {
    if (!('method' in message) || !('id' in message) || this.#pending.size >= mostPending) return;
    const { id, method, params } = message;
    const label = (info: unknown) => clientLabel(info);
    if (method === 'initialize') {
      this.#pending.set(id, { key: legacyKey, client: { era: 'legacy', label: label(params?.['clientInfo']) } });
      return;
    }
    const meta = params?.['_meta'];
    const key = settling.has(method) && isRecord(meta) && claims(meta) ? keyOf(meta) : undefined;
    if (key !== undefined) this.#pending.set(id, { key, client: { era: 'modern', label: label(clientOf(meta).info) } });
  }

  /** A message that the SDK sends. */
  sent(message: JSONRPCMessage): void {
    if ('method' in message || message.id === undefined) return;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    if (!('result' in message)) return;
    // A connection of 2025 answers requests of 2026 too, in its own words: only results of 2026 have a type.
    if ((pending.client.era === 'modern') !== 'resultType' in message.result) return;
    if (this.#known.size >= mostClients) this.#known.clear();
    this.#known.set(pending.key, pending.client);
  }

  /** Who sends a request with this `_meta`, or `undefined` when the SDK has to find out. */
  clientOf(meta: unknown): SpokenClient | undefined {
    if (meta === undefined) return this.#known.get(legacyKey);
    if (!isRecord(meta)) return undefined;
    if (claims(meta)) return asksForMore(meta) ? undefined : this.#known.get(keyOf(meta) ?? '');
    return isUnreserved(meta) ? this.#known.get(legacyKey) : undefined;
  }
}

// No pair of client info and capabilities has this text.
const legacyKey = 'legacy';

const claims = (meta: Fields): boolean => meta[PROTOCOL_VERSION_META_KEY] === revision;

const asksForMore = (meta: Fields): boolean =>
  meta['io.modelcontextprotocol/logLevel'] !== undefined || meta['io.modelcontextprotocol/related-task'] !== undefined;

const keyOf = (meta: Fields): string | undefined => {
  const { info, capabilities } = clientOf(meta);
  // Absent and null would share a key, and only one of them is allowed.
  if (info === null) return undefined;
  try {
    const key = JSON.stringify([info, capabilities]);
    return key.length > longestKey ? undefined : key;
  } catch {
    // Nested too deeply to be written back.
    return undefined;
  }
};
