import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';

/** The older names of a tool that writes a rule: its published one, and the operation of the tool that all of them once were. */
export const ruleAliases = ({ tool, operation }: { tool: string; operation: string }): readonly Alias[] =>
  aliasesOf({ tool, operation, input: todaysRule });

/** The same for changes: what stands beside the uid is what changes. */
export const ruleChangeAliases = ({ tool, operation }: { tool: string; operation: string }): readonly Alias[] =>
  aliasesOf({
    tool,
    operation,
    input: (args) => {
      const { uid, changes, ...fields } = todaysRule(args);
      return { ...(uid !== undefined && { uid }), changes: changes ?? fields };
    },
  });

const aliasesOf = ({
  tool,
  operation,
  input,
}: {
  tool: string;
  operation: string;
  input: NonNullable<Alias['input']>;
}): readonly Alias[] => [
  { name: `mcp_grafana_${tool}`, input, output: bareResult },
  ...operationAliases({ tool: 'alerting_manage_rules', operations: [operation], input, output: bareResult }),
];

/** The published names of a rule's fields. The organisation is that of the credentials. */
const todaysRule = (args: JsonObject): JsonObject => withoutIgnored(today(args));

/** The bare rule once it is written. */
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
