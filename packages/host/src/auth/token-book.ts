import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Store } from '@lineclear/core';
import { createToken, tokenHash } from './token.ts';

const record = z.object({
  /** Also the principal of every call made with it. */
  name: z.string(),
  hash: z.string(),
  created_at: z.number(),
  /** Milliseconds since the epoch. */
  expires_at: z.number().optional(),
  /** The profiles that it reaches, the active one first; all when absent. */
  profiles: z.array(z.string()).min(1).optional(),
  read_only: z.boolean().optional(),
});

/** What is kept of one token: never the token. */
export type TokenRecord = z.output<typeof record>;

export interface TokenGrant {
  readonly name: string;
  readonly profiles?: readonly string[] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly expiresAt?: number | undefined;
}

const scope = 'host/tokens';

/** The tokens that a store knows, by the hash of each. Changes count at once in every process that shares the store. */
export class TokenBook {
  readonly #store: Store;
  readonly #now: () => number;

  constructor({ store, now }: { store: Store; now: () => number }) {
    this.#store = store;
    this.#now = now;
  }

  /** Makes a token, or enters the given one, under a name that no other token has; this is the only time that its text is known. */
  async create({ grant, token = createToken() }: { grant: TokenGrant; token?: string }): Promise<string | undefined> {
    const taken = (await this.list()).find((entry) => entry.name === grant.name);
    if (taken !== undefined) return undefined;
    const hash = tokenHash(token);
    await this.#store.setState(scope, hash, {
      name: grant.name,
      hash,
      created_at: this.#now(),
      ...(grant.expiresAt === undefined ? {} : { expires_at: grant.expiresAt }),
      ...(grant.profiles === undefined ? {} : { profiles: [...grant.profiles] }),
      ...(grant.readOnly === true ? { read_only: true } : {}),
    });
    return token;
  }

  /** The record of a token that is known and has not expired. */
  async find(token: string): Promise<TokenRecord | undefined> {
    const hash = tokenHash(token);
    const found = record.safeParse(await this.#store.getState(scope, hash));
    if (!found.success || !equal(found.data.hash, hash)) return undefined;
    return isExpired({ record: found.data, now: this.#now() }) ? undefined : found.data;
  }

  /** By name. */
  async list(): Promise<readonly TokenRecord[]> {
    const entries = await this.#store.listState(scope, { limit: 10_000 });
    const records = entries
      .map((entry) => record.safeParse(entry.value))
      .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
    return records.toSorted((left, right) => left.name.localeCompare(right.name));
  }

  /** True when there was such a token; it is refused from now on. */
  async revoke(name: string): Promise<boolean> {
    const matching = (await this.list()).filter((entry) => entry.name === name);
    const deleted = await Promise.all(matching.map((entry) => this.#store.deleteState(scope, entry.hash)));
    return deleted.includes(true);
  }
}

export const isExpired = ({ record: { expires_at }, now }: { record: TokenRecord; now: number }): boolean =>
  expires_at !== undefined && expires_at <= now;

const equal = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
