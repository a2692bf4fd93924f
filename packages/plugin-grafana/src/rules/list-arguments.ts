import type { Alias } from '@lineclear/core/plugin';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { matcherTexts } from '../alertmanager/matcher-texts.ts';

/** The filters of a list of rules under their older names: one state, and matchers as text. */
export const listArguments: NonNullable<Alias['input']> = (args) => {
  const { state, matchers, ...rest } = today(args);
  return {
    ...rest,
    ...(state !== undefined && { state: Array.isArray(state) && state.length === 1 ? (state[0] ?? null) : state }),
    ...(matchers !== undefined && { matchers: matcherTexts(matchers) }),
  };
};

const today = renameArguments({
  states: 'state',
  rule_limit: 'limit',
  search_folder: 'folder',
  folder_uid: 'folder',
  folderUid: 'folder',
  folderUID: 'folder',
  search_rule_name: 'name',
  rule_group: 'group',
  ruleGroup: 'group',
  label_selectors: 'matchers',
  datasourceUid: 'datasource_uid',
});
