import type { JsonObject } from '@lineclear/core/plugin';
import type { KeptRecord } from '../model/settings.ts';
import type { RepositoryCall } from './endpoint.ts';
import { numberIn, orNotFound } from './parse.ts';

/** A new record of what the caller sent. */
export const toKept = ({ store, login }: RepositoryCall, body: JsonObject): KeptRecord => ({
  id: store.nextId(),
  by: login,
  createdAtMs: store.nowMs,
  updatedAtMs: store.nowMs,
  body,
});

/** Takes over the fields that were sent. */
export const change = ({ store }: RepositoryCall, record: KeptRecord, body: JsonObject): void => {
  record.body = { ...record.body, ...body };
  record.updatedAtMs = store.nowMs;
};

/** The record whose number is in the path; 404 where there is none. */
export const keptIn = <Kept extends KeptRecord>(
  records: ReadonlyMap<number, Kept>,
  { call, name }: { call: RepositoryCall; name: string },
): Kept => orNotFound(records.get(numberIn(call, name)));
