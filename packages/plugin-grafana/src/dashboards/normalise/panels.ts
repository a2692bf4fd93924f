import { arrayAt, isObject, type JsonObject, type JsonValue, pathStep, textAt, valueAt } from '../../json/json-value.ts';
import { each, type Outcome, unchanged } from './finding.ts';

/** A panel and where it is. */
export interface PlacedPanel {
  readonly panel: JsonObject;
  readonly path: string;
}

/** All panels, also those inside collapsed rows, in order. */
export const panelsOf = (dashboard: JsonObject): readonly PlacedPanel[] =>
  arrayAt(dashboard, 'panels').flatMap((panel, index) =>
    isObject(panel) ? withInner({ panel, path: `$.panels${pathStep(index)}` }) : [],
  );

/** Changes every panel, also those inside collapsed rows; a row after the panels in it. */
export const mapPanels = (dashboard: JsonObject, change: (placed: PlacedPanel) => Outcome): Outcome => {
  const panels = valueAt(dashboard, 'panels');
  if (!Array.isArray(panels)) return unchanged(dashboard);
  const mapped = each<JsonValue>(arrayAt(dashboard, 'panels'), (panel, index) =>
    mapPanel({ panel, path: `$.panels${pathStep(index)}`, change }),
  );
  return { value: { ...dashboard, panels: mapped.value }, findings: mapped.findings };
};

/** How a panel is called in a sentence. */
export const nameOf = (panel: JsonObject): string => {
  const title = textAt(panel, 'title') ?? '';
  return title === ''
    ? `the ${(textAt(panel, 'type') ?? 'untyped').slice(0, 40)} panel without a title`
    : JSON.stringify(title.slice(0, 80));
};

const withInner = ({ panel, path }: PlacedPanel): readonly PlacedPanel[] => [
  { panel, path },
  ...arrayAt(panel, 'panels').flatMap((inner, index) =>
    isObject(inner) ? [{ panel: inner, path: `${path}.panels${pathStep(index)}` }] : [],
  ),
];

const mapPanel = ({
  panel,
  path,
  change,
}: {
  panel: JsonValue;
  path: string;
  change: (placed: PlacedPanel) => Outcome;
}): Outcome<JsonValue> => {
  if (!isObject(panel)) return unchanged(panel);
  const list = arrayAt(panel, 'panels');
  if (list.length === 0) return change({ panel, path });
  const inner = each<JsonValue>(list, (item, index) =>
    isObject(item) ? change({ panel: item, path: `${path}.panels${pathStep(index)}` }) : unchanged(item),
  );
  const outer = change({ panel: { ...panel, panels: inner.value }, path });
  return { value: outer.value, findings: [...inner.findings, ...outer.findings] };
};
