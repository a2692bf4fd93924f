import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { expectDone } from '../client/expect-done.ts';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { GrafanaWriter } from '../client/grafana-writer.ts';
import { type JsonObject, omit } from '../json/json-value.ts';
import { linkAddress } from '../links/address.ts';
import { findRule, readRuleStates, rulePath, rulesPath } from './read-rules.ts';
import { type ProvisionedRule, provisionedRule } from './rule.ts';

// Without it people cannot edit the rule in Grafana's own pages any more.
const headers = { 'x-disable-provenance': 'true' };

interface Send {
  readonly writer: GrafanaWriter;
  readonly signal: AbortSignal;
}

export const postRule = async ({ rule, writer, signal }: Send & { rule: JsonObject }): Promise<ProvisionedRule> =>
  (await writer.grafana.post(rulesPath, { json: rule, headers, signal })).json(provisionedRule);

export const putRule = async ({
  uid,
  rule,
  writer,
  signal,
}: Send & { uid: string; rule: JsonObject }): Promise<ProvisionedRule> =>
  (await writer.grafana.put(rulePath(uid), { json: { ...withoutServed(rule), uid }, headers, signal })).json(provisionedRule);

export const removeRule = async ({ uid, writer, signal }: Send & { uid: string }): Promise<void> => {
  expectDone(await writer.grafana.delete(rulePath(uid), { headers, signal }));
};

/** The rule without what the server writes itself. */
export const withoutServed = (rule: JsonObject): JsonObject => omit(rule, ['id', 'updated', 'provenance']);

/** What a write of a rule answers. */
export const writtenRule = z.object({
  uid: z.string(),
  title: z.string(),
  folder_uid: z.string(),
  rule_group: z.string(),
  is_paused: z.boolean(),
  url: z.string(),
});

export const showWritten = ({
  rule: { uid, title, folderUID, ruleGroup, isPaused },
  reader,
}: {
  rule: ProvisionedRule;
  reader: GrafanaReader;
}): z.output<typeof writtenRule> => ({
  uid,
  title,
  folder_uid: folderUID,
  rule_group: ruleGroup,
  is_paused: isPaused === true,
  url: linkAddress(reader.address) + path`/alerting/grafana/${uid}/view`,
});

/** What is true of a rule after a write. */
export const readEffect = async ({ uid, reader, signal }: { uid: string; reader: GrafanaReader; signal: AbortSignal }) => {
  const rule = await findRule({ uid, reader, signal });
  if (rule === undefined) return { exists: false };
  const standing = (await readRuleStates({ reader, signal })).find((candidate) => candidate.rule.uid === uid);
  return {
    exists: true,
    editable_in_grafana: rule.provenance === '',
    // The scheduler takes a new rule up at its next tick.
    state: standing?.rule.state ?? 'not evaluated yet',
    health: standing?.rule.health ?? 'unknown',
  };
};
