import type { IncomingHttpHeaders } from 'node:http';
import { declaresForms } from '../asking.ts';
import { clientLabel, clientOf } from '../request-meta.ts';
import { classify } from './route.ts';

/** What the fast lane needs to know of a client. */
export interface KnownClient {
  readonly label: string | undefined;
  readonly hasForms: boolean;
}

const maxClients = 1_000;
const longestKey = 4_096;

/**
 * Remembers which pairs of client info and capabilities the SDK's own classifier has accepted, so that it is asked once per client
 * and not once per request. Bounded in number and in size.
 */
export class KnownClients {
  readonly #known = new Map<string, KnownClient>();

  /** `undefined` when the SDK refuses the request, or when the pair is not worth remembering. */
  lookUp({
    headers,
    body,
    meta,
  }: {
    headers: IncomingHttpHeaders;
    body: unknown;
    meta: Readonly<Record<string, unknown>>;
  }): KnownClient | undefined {
    const { info, capabilities } = clientOf(meta);
    // Absent and null would share a key, and only one of them is allowed.
    if (info === null) return undefined;
    const key = keyOf([info, capabilities]);
    if (key === undefined) return undefined;
    return this.#known.get(key) ?? this.#meet({ key, headers, body, info, capabilities });
  }

  #meet({
    key,
    headers,
    body,
    info,
    capabilities,
  }: {
    key: string;
    headers: IncomingHttpHeaders;
    body: unknown;
    info: unknown;
    capabilities: unknown;
  }): KnownClient | undefined {
    if (classify({ headers, body }).kind !== 'modern') return undefined;
    const client: KnownClient = { label: clientLabel(info), hasForms: declaresForms(capabilities) };
    if (this.#known.size >= maxClients) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, client);
    return client;
  }
}

const keyOf = (pair: readonly unknown[]): string | undefined => {
  try {
    const key = JSON.stringify(pair);
    return key.length > longestKey ? undefined : key;
  } catch {
    // Nested too deeply to be written back.
    return undefined;
  }
};
