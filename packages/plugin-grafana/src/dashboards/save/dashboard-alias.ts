import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import { renameArguments } from '../../aliases/rename-arguments.ts';

/** The published call: a dashboard with its folder, or the fields of a dashboard themselves. Answers with the bare dashboard once it is saved. */
export const createAlias = (name: string): Alias => ({ name, input: todaysCreate, output: bareSaved });

/** The same for a change. `overwrite` meant that the version in the dashboard does not count. */
export const updateAlias = (name: string): Alias => ({
  name,
  input: (args) => {
    const { overwrite, dashboard, ...rest } = today(args);
    if (overwrite !== true || !isObject(dashboard)) return { ...rest, ...(dashboard !== undefined && { dashboard }) };
    const { version: _version, ...versionless } = dashboard;
    return { ...rest, dashboard: versionless };
  },
  output: bareSaved,
});

const ofTheCall: ReadonlySet<string> = new Set(['folder_uid', 'folder_title', 'message', 'overwrite']);

const todaysCreate = (args: JsonObject): JsonObject => {
  const renamed = today(args);
  if (renamed['dashboard'] !== undefined) return renamed;
  const entries = Object.entries(renamed);
  return {
    ...Object.fromEntries(entries.filter(([name]) => ofTheCall.has(name))),
    dashboard: Object.fromEntries(entries.filter(([name]) => !ofTheCall.has(name))),
  };
};

const rename = renameArguments({ folderUid: 'folder_uid', folderUID: 'folder_uid', folderTitle: 'folder_title' });

/** The organisation is that of the credentials, and so is the user. */
const today = (args: JsonObject): JsonObject => {
  const { orgID: _orgID, orgId: _orgId, userId: _userId, ...rest } = rename(args);
  return rest;
};

const bareSaved = (answer: JsonObject): JsonObject => {
  const { status, result } = answer;
  if (status !== 'executed' || !isObject(result)) return answer;
  const { id, uid, title, url, version } = result;
  return { id: id ?? null, uid: uid ?? null, title: title ?? null, url: url ?? null, version: version ?? null };
};

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
