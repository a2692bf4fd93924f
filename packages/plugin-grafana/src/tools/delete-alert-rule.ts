import { type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { refuseProvisioned } from '../rules/provenance.ts';
import { findRule, readRule, readRuleStates } from '../rules/read-rules.ts';
import { ruleAliases } from '../rules/rule-alias.ts';
import { grafanaRow } from '../rules/rule-row.ts';
import { changedMeanwhile } from '../rules/rule-plan.ts';
import { removeRule } from '../rules/send-rule.ts';

interface DeleteGuard {
  /** When it was changed last, whoever did it. */
  readonly updated: string;
}

export const deleteAlertRule = grafana.write({
  name: 'delete_alert_rule',
  title: 'Delete an alert rule',
  toolset: 'alerting',
  risk: 'destructive',
  offered: needsGrafana,
  description: 'Delete an alert rule of Grafana for good. Use update_alert_rule with is_paused to stop it for a while.',
  input: z.strictObject({ uid: z.string().describe('From list_alert_rules') }),
  output: z.object({ uid: z.string(), title: z.string(), deleted: z.literal(true) }),
  aliases: ruleAliases({ tool: 'delete_alert_rule', operation: 'delete' }),
  async preview({ input: { uid }, reader, profile, signal }): Promise<Preview<DeleteGuard>> {
    const [rule, states] = await Promise.all([readRule({ uid, reader, signal }), readRuleStates({ reader, signal })]);
    const standing = states.find((candidate) => candidate.rule.uid === uid);
    const row = standing === undefined ? undefined : grafanaRow(standing);
    const provisioned = refuseProvisioned(rule);
    return {
      description: `Delete the alert rule ${quoted(rule.title)} (group ${quoted(rule.ruleGroup)}, folder ${quoted(row?.folder ?? rule.folderUID)}) in ${profile.name}${row === undefined ? '' : `: ${row.state} now`}.`,
      guard: { updated: rule.updated },
      before: rule,
      changes: [`- alert rule ${rule.uid}`],
      warnings: [
        ...(row?.state === 'firing' ? ['It is firing: its alerts end without anything being solved.'] : []),
        'Keep details of it from this preview: nothing brings a deleted rule back.',
      ],
      ...(provisioned !== undefined && { refusal: provisioned }),
    };
  },
  async execute({ input: { uid }, writer, guard, signal }) {
    const rule = await readRule({ uid, reader: writer.reader, signal });
    if (rule.updated !== guard.updated) throw changedMeanwhile();
    await removeRule({ uid, writer, signal });
    return { uid, title: rule.title, deleted: true };
  },
  verify: async ({ output, reader, signal }) => ({
    exists: (await findRule({ uid: output.uid, reader, signal })) !== undefined,
  }),
  // One that is still there may yet go: a request that was given up may be at work.
  reconcile: async ({ input: { uid }, reader, signal }) =>
    (await findRule({ uid, reader, signal })) === undefined ? 'executed' : 'unknown',
});
