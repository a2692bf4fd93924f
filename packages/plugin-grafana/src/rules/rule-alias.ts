import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import { renameArguments } from '../aliases/rename-arguments.ts';

/** The published names of a rule's fields, and the bare rule once it is written. The organisation is that of the credentials. */
export const ruleAlias = (name: string): Alias => ({ name, input: todaysRule, output: bareResult });

/** The same for changes: what stands beside the uid is what changes. */
export const ruleChangeAlias = (name: string): Alias => ({
  name,
  input: (args) => {
    const { uid, changes, ...fields } = todaysRule(args);
    return { ...(uid !== undefined && { uid }), changes: changes ?? fields };
  },
  output: bareResult,
});

const todaysRule = (args: JsonObject): JsonObject => withoutIgnored(today(args));

const bareResult = (answer: JsonObject): JsonObject =>
  answer['status'] === 'executed' && isObject(answer['result']) ? answer['result'] : answer;

const today = renameArguments({
  rule_uid: 'uid',
  ruleUid: 'uid',
  ruleGroup: 'rule_group',
  folderUID: 'folder_uid',
  folderUid: 'folder_uid',
  noDataState: 'no_data_state',
  execErrState: 'exec_err_state',
  keepFiringFor: 'keep_firing_for',
  isPaused: 'is_paused',
  notificationSettings: 'notification_settings',
});

const ignored: ReadonlySet<string> = new Set(['orgID', 'orgId', 'org_id', 'disable_provenance', 'disableProvenance']);

const withoutIgnored = (args: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(args).filter(([field]) => !ignored.has(field)));

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
