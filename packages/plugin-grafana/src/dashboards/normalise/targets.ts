import { quoted } from '@lineclear/core/plugin';
import { arrayAt, isObject, type JsonObject, type JsonValue, pathStep, textAt, valueAt } from '../../json/json-value.ts';
import { type DashboardFinding, type Outcome, unchanged } from './finding.ts';
import { toLegendTemplate } from './legend-template.ts';
import { mapPanels, nameOf, type PlacedPanel } from './panels.ts';

/** Every query of a panel has a letter of its own, and a legend that the datasource understands. */
export const refineQueries = (dashboard: JsonObject): Outcome => mapPanels(dashboard, refinePanel);

const refinePanel = ({ panel, path }: PlacedPanel): Outcome => {
  const before = arrayAt(panel, 'targets');
  if (before.length === 0) return unchanged(panel);
  const taken = new Set(before.flatMap((target) => (isObject(target) ? (refIdOf(target) ?? []) : [])));
  const used = new Set<string>();
  const findings: DashboardFinding[] = [];
  const targets = before.map((target, index): JsonValue => {
    if (!isObject(target)) return target;
    const place = `${path}.targets${pathStep(index)}`;
    const named = withLegend({ target, path: place, findings });
    const own = refIdOf(target);
    if (own !== undefined && !used.has(own)) {
      used.add(own);
      return named;
    }
    const after = freeLetter(taken);
    taken.add(after);
    used.add(after);
    const message =
      own === undefined
        ? `A query of ${nameOf(panel)} has no letter.`
        : `Two queries of ${nameOf(panel)} have the letter ${quoted(own)}; only one would be shown.`;
    findings.push({ code: 'ref_id', path: `${place}.refId`, message, before: valueAt(target, 'refId'), after });
    return { ...named, refId: after };
  });
  return findings.length === 0 ? unchanged(panel) : { value: { ...panel, targets }, findings };
};

const withLegend = ({
  target,
  path,
  findings,
}: {
  target: JsonObject;
  path: string;
  findings: DashboardFinding[];
}): JsonObject => {
  const before = textAt(target, 'legendFormat');
  const after = before === undefined ? undefined : toLegendTemplate(before);
  if (before === undefined || after === undefined || after === before) return target;
  findings.push({
    code: 'legend_template',
    path: `${path}.legendFormat`,
    message: 'A legend names labels as {{name}}; the templates of alerts mean nothing there.',
    before,
    after,
  });
  return { ...target, legendFormat: after };
};

const refIdOf = (target: JsonObject): string | undefined => {
  const refId = textAt(target, 'refId');
  return refId === undefined || refId === '' ? undefined : refId;
};

/** A, B, … Z, AA, AB, … */
const freeLetter = (taken: ReadonlySet<string>): string => {
  for (let number = 0; ; number += 1) {
    const letters = lettersOf(number);
    if (!taken.has(letters)) return letters;
  }
};

const lettersOf = (number: number): string =>
  number < 26 ? String.fromCharCode(65 + number) : lettersOf(Math.floor(number / 26) - 1) + lettersOf(number % 26);
