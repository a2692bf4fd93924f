import { type JsonObject, numberAt, valueAt } from '../../json/json-value.ts';
import type { Outcome } from './finding.ts';
import { mapPanels, nameOf, panelsOf } from './panels.ts';

/** Every panel gets a number of its own; the first one with a number keeps it, because links name panels by it. */
export const giveIds = (dashboard: JsonObject): Outcome => {
  const all = panelsOf(dashboard);
  const owners = new Map<number, string>();
  for (const { panel, path } of all) {
    const id = idOf(panel);
    if (id !== undefined && !owners.has(id)) owners.set(id, path);
  }
  // Numbered in the order of the dashboard, before the panels are walked.
  let last = Math.max(0, ...owners.keys());
  const given = new Map<string, number>();
  for (const { panel, path } of all) {
    const id = idOf(panel);
    if (id !== undefined && owners.get(id) === path) continue;
    last += 1;
    given.set(path, last);
  }
  return mapPanels(dashboard, ({ panel, path }) => {
    const after = given.get(path);
    if (after === undefined) return { value: panel, findings: [] };
    const before = valueAt(panel, 'id');
    const message =
      idOf(panel) === undefined
        ? `${nameOf(panel)} gets a number, which links and repeats need.`
        : `${nameOf(panel)} has the number of another panel.`;
    return { value: { ...panel, id: after }, findings: [{ code: 'panel_id', path: `${path}.id`, message, before, after }] };
  });
};

const idOf = (panel: JsonObject): number | undefined => {
  const id = numberAt(panel, 'id');
  return id !== undefined && Number.isInteger(id) && id > 0 && id <= 2_000_000_000 ? id : undefined;
};
