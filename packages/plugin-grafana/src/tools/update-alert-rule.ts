import { type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { createFolder } from '../folders/folders.ts';
import type { JsonObject } from '../json/json-value.ts';
import { readJsonObject } from '../json/read-json.ts';
import { refuseProvisioned } from '../rules/provenance.ts';
import { readRule } from '../rules/read-rules.ts';
import type { ProvisionedRule } from '../rules/rule.ts';
import { ruleChangeAliases } from '../rules/rule-alias.ts';
import { changedMeanwhile, digestOf, normaliseFor, planRule, takenBy } from '../rules/rule-plan.ts';
import { parseChanges, toApiRule } from '../rules/rule-request.ts';
import { putRule, readEffect, showWritten, withoutServed, writtenRule } from '../rules/send-rule.ts';
import { changeLines, evaluationPhrase, findingsOf, placeOf, planWarnings } from '../rules/show-plan.ts';
import { counted } from '../schemas/counted.ts';

interface UpdateGuard {
  /** When it was changed last, whoever did it. */
  readonly updated: string;
  /** Digest of the rule as it will be sent. */
  readonly rule: string;
  readonly new_folder: string | null;
  readonly taken: string | null;
}

export const updateAlertRule = grafana.write({
  name: 'update_alert_rule',
  title: 'Change an alert rule',
  toolset: 'alerting',
  risk: 'reversible',
  offered: needsGrafana,
  description:
    'Change fields of an alert rule of Grafana; a list or map replaces the old one as a whole. Find it with list_alert_rules.',
  input: z.strictObject({
    uid: z.string().describe('From list_alert_rules'),
    changes: z.record(z.string(), z.unknown()).describe('Fields of create_alert_rule: {"for":"10m"}'),
  }),
  output: writtenRule,
  aliases: ruleChangeAliases({ tool: 'update_alert_rule', operation: 'update' }),
  async preview({ input: { uid, changes }, reader, profile, clock, signal }): Promise<Preview<UpdateGuard>> {
    const existing = await readRule({ uid, reader, signal });
    const body = merged({ existing, changes });
    const plan = await planRule({ body, uid, folderTitle: undefined, nowMs: clock.now(), reader, signal });
    const { rule, folder, makesFolder, taken, evaluation } = plan;
    const lines = changeLines({ before: asJson(existing), after: rule });
    const provisioned = refuseProvisioned(existing);
    return {
      description: `Change ${counted({ count: lines.length, one: 'field' })} of the alert rule ${placeOf(plan)} in ${profile.name}: ${evaluationPhrase(evaluation)}.`,
      guard: {
        updated: existing.updated,
        rule: digestOf(rule),
        new_folder: makesFolder ? folder.title : null,
        taken: taken?.uid ?? null,
      },
      before: {
        uid,
        title: existing.title,
        folder_uid: existing.folderUID,
        rule_group: existing.ruleGroup,
        updated: existing.updated,
      },
      changes: [
        ...(makesFolder ? [`+ folder ${quoted(folder.title)} (${folder.uid})`] : []),
        ...lines,
        ...(existing.provenance === 'api' ? ['provenance: api → none, so that it can be edited in Grafana'] : []),
      ],
      details: { ...findingsOf(plan), evaluation },
      warnings: [...(lines.length === 0 ? ['Nothing changes.'] : []), ...planWarnings(plan)],
      ...(taken !== undefined && { refusal: takenBy(taken) }),
      ...(provisioned !== undefined && { refusal: provisioned }),
    };
  },
  async execute({ input: { uid, changes }, writer, guard, step, signal }) {
    const existing = await readRule({ uid, reader: writer.reader, signal });
    const { rule } = await normaliseFor({ body: merged({ existing, changes }), reader: writer.reader, signal });
    if (existing.updated !== guard.updated || digestOf(rule) !== guard.rule) throw changedMeanwhile();
    const { folder_uid: folderUid } = parseChanges(changes);
    if (guard.new_folder !== null && folderUid !== undefined) {
      await createFolder({ uid: folderUid, title: guard.new_folder, writer, signal });
      step(`made the folder ${folderUid}`);
    }
    return showWritten({ rule: await putRule({ uid, rule, writer, signal }), reader: writer.reader });
  },
  verify: ({ output, reader, signal }) => readEffect({ uid: output.uid, reader, signal }),
  async reconcile({ input: { uid, changes }, reader, signal }) {
    const now = await readRule({ uid, reader, signal });
    const { rule } = await normaliseFor({ body: merged({ existing: now, changes }), reader, signal });
    // Had it been sent, nothing is left to change. Otherwise it may still come.
    return changeLines({ before: asJson(now), after: rule }).length === 0
      ? { result: showWritten({ rule: now, reader }) }
      : 'unknown';
  },
});

/** Fields that nobody here knows stay; null is the same as absent. */
const asJson = (rule: ProvisionedRule): JsonObject =>
  Object.fromEntries(
    Object.entries(readJsonObject({ value: rule, what: 'The alert rule' })).filter(([, value]) => value !== null),
  );

/** The rule with the changes in it. */
const merged = ({
  existing,
  changes,
}: {
  existing: ProvisionedRule;
  changes: Readonly<Record<string, unknown>>;
}): JsonObject => ({
  ...withoutServed(asJson(existing)),
  ...toApiRule(parseChanges(changes)),
});
