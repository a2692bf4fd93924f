import { LineclearError, path, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { isUid } from '../schemas/uid.ts';
import { type ProvisionedRule, provisionedRule, provisionedRules, type RuleState, ruleStatesAnswer } from './rule.ts';

interface Ask {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

export const rulesPath = '/api/v1/provisioning/alert-rules';

/** The definition of one rule; `not_found` says where the uids are. */
export const readRule = async ({ uid, reader, signal }: Ask & { uid: string }): Promise<ProvisionedRule> => {
  const found = await findRule({ uid, reader, signal });
  if (found === undefined) throw unknownRule(uid);
  return found;
};

/** The definition of one rule, or undefined where there is none. */
export const findRule = async ({ uid, reader, signal }: Ask & { uid: string }): Promise<ProvisionedRule | undefined> => {
  if (!isUid(uid)) return undefined;
  const answer = await reader.grafana.get(rulePath(uid), { accept: [404], signal });
  return answer.status === 404 ? undefined : answer.json(provisionedRule);
};

/** Where one rule is read, replaced and deleted. */
export const rulePath = (uid: string): string => `${rulesPath}${path`/${uid}`}`;

/** The definitions of all rules. */
export const readRules = async ({ reader, signal }: Ask): Promise<readonly ProvisionedRule[]> =>
  (await reader.grafana.get(rulesPath, { signal })).json(provisionedRules);

/** A rule as it stands now, and where it belongs. */
export interface StandingRule {
  readonly rule: RuleState;
  readonly group: string;
  readonly folder: string;
  readonly folderUid: string | undefined;
  readonly intervalS: number | undefined;
}

/** How all rules stand. */
export const readRuleStates = async ({ reader, signal }: Ask): Promise<readonly StandingRule[]> => {
  const { data } = (await reader.grafana.get('/api/prometheus/grafana/api/v1/rules', { signal })).json(ruleStatesAnswer);
  const standing = data.groups.flatMap(({ name, file, folderUid, interval, rules: members }) =>
    members.map((rule) => ({
      rule,
      group: name,
      folder: file,
      folderUid: folderUid ?? undefined,
      intervalS: interval ?? undefined,
    })),
  );
  const isOld = standing.some(({ rule }) => typeof rule.uid !== 'string');
  return isOld ? withUids({ standing, definitions: await readRules({ reader, signal }) }) : standing;
};

// Older servers say neither the uid of a rule nor that of its folder beside its state; the definition does, where group and title mean one rule.
const withUids = ({
  standing,
  definitions,
}: {
  standing: readonly StandingRule[];
  definitions: readonly ProvisionedRule[];
}): readonly StandingRule[] =>
  standing.map((known) => {
    const [definition, ...others] = definitions.filter(
      ({ ruleGroup, title }) => ruleGroup === known.group && title === known.rule.name,
    );
    if (definition === undefined || others.length > 0 || typeof known.rule.uid === 'string') return known;
    const { uid, isPaused, folderUID } = definition;
    return {
      ...known,
      folderUid: known.folderUid ?? folderUID,
      rule: { ...known.rule, uid, isPaused: known.rule.isPaused ?? isPaused },
    };
  });

export const unknownRule = (uid: string): LineclearError =>
  new LineclearError('not_found', `Grafana has no alert rule ${quoted(uid)}.`, {
    hint: 'Find its uid with list_alert_rules. A rule of Prometheus itself has none: name its datasource_uid.',
    details: { reason: 'alert_rule' },
  });
