import { integer, list, object, text } from '../protocol/field.ts';
import { parseJson } from '../protocol/parse-json.ts';
import { parseTime } from '../protocol/time.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import type { ResultRead, TaskError, TaskResult } from './results.ts';

const finalStates: ReadonlySet<string> = new Set(['SUCCESS', 'FAILURE', 'REVOKED', 'IGNORED']);
const errorStates: ReadonlySet<string> = new Set(['FAILURE', 'RETRY', 'REVOKED']);

/** Reads the record of a task as result backends store and send it. Never throws: what cannot be read says why. */
export const parseRecord = ({ taskId, record }: { taskId: string; record: string }): Exclude<ResultRead, { kind: 'absent' }> => {
  const bytes = Buffer.byteLength(record);
  let fields: WireObject | undefined;
  try {
    fields = object(parseJson(record));
  } catch {
    return { kind: 'malformed', reason: 'It is not JSON; another serializer may have written it.', bytes };
  }
  const status = text(fields?.['status']);
  if (fields === undefined || status === undefined) return { kind: 'malformed', reason: 'It has no status.', bytes };
  const error = errorStates.has(status) ? toError(fields['result']) : undefined;
  return {
    kind: 'found',
    result: {
      taskId: text(fields['task_id']) ?? taskId,
      status,
      isFinal: finalStates.has(status),
      value: error === undefined ? (fields['result'] ?? null) : null,
      error,
      traceback: text(fields['traceback']),
      doneAtMs: parseTime(fields['date_done']),
      parentId: text(fields['parent_id']),
      groupId: text(fields['group_id']),
      childIds: (list(fields['children']) ?? []).flatMap(idsOf),
      extended: toExtended(fields),
      bytes,
    },
  };
};

const toError = (value: WireValue | undefined): TaskError => {
  const fields = object(value);
  // Before 4.0, and from other writers, the result of a failure is a bare text.
  if (fields === undefined) return { type: 'Exception', module: undefined, message: toText(value ?? '') };
  return {
    type: text(fields['exc_type']) ?? 'Exception',
    module: text(fields['exc_module']),
    message: toText(fields['exc_message'] ?? ''),
  };
};

const toText = (value: WireValue): string => {
  if (typeof value === 'string') return value;
  const items = list(value);
  return items === undefined ? JSON.stringify(toPlainJson(value)) : items.map(toText).join(', ');
};

/** A child is `[[id, parent], null]`; a group `[[id, parent], [child, …]]`, whose children are the tasks. */
const idsOf = (child: WireValue): readonly string[] => {
  const [self, inner] = list(child) ?? [];
  const members = list(inner);
  if (members !== undefined) return members.flatMap(idsOf);
  const id = text(list(self)?.[0]);
  return id === undefined ? [] : [id];
};

const toExtended = (fields: WireObject): TaskResult['extended'] =>
  'name' in fields || 'args' in fields
    ? {
        taskName: text(fields['name']),
        args: fields['args'],
        kwargs: fields['kwargs'],
        worker: text(fields['worker']),
        queue: text(fields['queue']),
        retries: integer(fields['retries']),
      }
    : undefined;
