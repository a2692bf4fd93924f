import { describe, expect, it } from 'vitest';
import { parseRecord } from './parse-record.ts';
import { RpcRecords } from './rpc-records.ts';

const read = ({ status, size = 0 }: { status: string; size?: number }) =>
  parseRecord({ taskId: 'any', record: JSON.stringify({ status, result: 'x'.repeat(size) }) });

describe('records in memory', () => {
  it('are the newest of each task, and an end is not undone by what came before it', () => {
    const records = new RpcRecords({ maxRecords: 10, maxBytes: 1_000 });
    for (const status of ['STARTED', 'PROGRESS', 'REVOKED', 'PROGRESS']) records.add({ taskId: 'a', read: read({ status }) });
    expect(records.get('a')).toMatchObject({ result: { status: 'REVOKED' } });
    records.add({ taskId: 'a', read: read({ status: 'SUCCESS' }) });
    expect(records.get('a')).toMatchObject({ result: { status: 'SUCCESS' } });
  });

  it('leave, the least recently changed first, when they are too large together', () => {
    const records = new RpcRecords({ maxRecords: 10, maxBytes: 1_000 });
    for (const taskId of ['a', 'b']) records.add({ taskId, read: read({ status: 'PROGRESS', size: 300 }) });
    records.add({ taskId: 'a', read: read({ status: 'SUCCESS', size: 300 }) });
    records.add({ taskId: 'c', read: read({ status: 'SUCCESS', size: 500 }) });
    expect(['a', 'b', 'c'].map((taskId) => records.get(taskId).kind)).toEqual(['found', 'absent', 'found']);
    records.add({ taskId: 'huge', read: read({ status: 'SUCCESS', size: 5_000 }) });
    expect(['a', 'c', 'huge'].map((taskId) => records.get(taskId).kind)).toEqual(['absent', 'absent', 'found']);
  });

  it('are announced until the listener stops', () => {
    const records = new RpcRecords({ maxRecords: 10, maxBytes: 1_000 });
    const seen: string[] = [];
    const { stop } = records.listen('a', (found) => seen.push(found.kind));
    records.add({ taskId: 'a', read: read({ status: 'STARTED' }) });
    records.add({ taskId: 'b', read: read({ status: 'STARTED' }) });
    stop();
    records.add({ taskId: 'a', read: read({ status: 'SUCCESS' }) });
    expect(seen).toEqual(['found']);
  });
});
