import { arrayAt, isObject, type JsonObject, objectAt, omit, textAt, valueAt } from '../json/json-value.ts';
import { counted } from '../schemas/counted.ts';
import { diffValues, type FieldChange, shown } from './diff-values.ts';
import { panelsOf } from './normalise/panels.ts';

/** What differs between two dashboards: one line each, `+` for what comes, `-` for what goes, `~` for what changes. */
export interface DashboardDiff {
  readonly lines: readonly string[];
  /** Lines beyond the limit. */
  readonly left_out: number;
}

/** Fields that Grafana writes itself, or that are compared on their own. */
const apart = ['id', 'uid', 'version', 'panels', 'templating', 'annotations', 'iteration'];
const fieldsOfOnePanel = 12;

/** Compares two dashboards by the titles of their panels and the names of their variables and annotations. Without `before`, all is new. */
export const diffDashboards = ({
  before,
  after,
  limit = 60,
}: {
  before: JsonObject | undefined;
  after: JsonObject;
  limit?: number;
}): DashboardDiff => {
  const lines = [
    ...diffValues({ before: omit(before ?? {}, apart), after: omit(after, apart) }).map((change) => `~ ${fieldLine(change)}`),
    ...diffPanels({ before: panelsIn(before), after: panelsIn(after) }),
    ...diffNamed({ what: 'variable', before: listIn(before, 'templating'), after: listIn(after, 'templating') }),
    ...diffNamed({ what: 'annotation', before: listIn(before, 'annotations'), after: listIn(after, 'annotations') }),
  ];
  return { lines: lines.slice(0, limit), left_out: Math.max(0, lines.length - limit) };
};

const panelsIn = (dashboard: JsonObject | undefined): readonly JsonObject[] =>
  dashboard === undefined ? [] : panelsOf(dashboard).map(({ panel }) => panel);

const listIn = (dashboard: JsonObject | undefined, key: string): readonly JsonObject[] =>
  arrayAt(objectAt(dashboard, key), 'list').filter(isObject);

const fieldLine = ({ path, before, after }: FieldChange): string => {
  const field = path.replaceAll(/[\p{C}\u2028\u2029]/gu, ' ').slice(0, 160);
  if (before === undefined) return `${field}: ${shown(after)}`;
  return after === undefined ? `${field}: ${shown(before)} is removed` : `${field}: ${shown(before)} → ${shown(after)}`;
};

const diffPanels = ({ before, after }: { before: readonly JsonObject[]; after: readonly JsonObject[] }): readonly string[] => {
  const { partners, left } = pairPanels({ before, after });
  return [
    ...after.flatMap((panel) => {
      const partner = partners.get(panel);
      return partner === undefined ? [`+ ${panelName(panel)}${queries(panel)}`] : diffPanel({ before: partner, after: panel });
    }),
    ...[...left].map((panel) => `- ${panelName(panel)}`),
  ];
};

/** Pairs panels by their number, because titles change, then by their title, because some dashboards come without numbers. */
const pairPanels = ({ before, after }: { before: readonly JsonObject[]; after: readonly JsonObject[] }) => {
  const left = new Set(before);
  const partners = new Map<JsonObject, JsonObject>();
  const keys = [(panel: JsonObject) => valueAt(panel, 'id'), (panel: JsonObject) => textAt(panel, 'title') ?? ''];
  for (const keyOf of keys) {
    const open = Map.groupBy(left, keyOf);
    for (const panel of after) {
      const key = keyOf(panel);
      const partner = key === undefined || partners.has(panel) ? undefined : open.get(key)?.shift();
      if (partner === undefined) continue;
      partners.set(panel, partner);
      left.delete(partner);
    }
  }
  return { partners, left };
};

const panelName = (panel: JsonObject): string =>
  `panel ${shown(textAt(panel, 'title') ?? '')} (${(textAt(panel, 'type') ?? 'untyped').slice(0, 40).replaceAll(/[^\w-]/g, '?')})`;

const queries = (panel: JsonObject): string => {
  const count = arrayAt(panel, 'targets').length;
  return count === 0 ? '' : `, ${counted({ count, one: 'query', many: 'queries' })}`;
};

const diffPanel = ({ before, after }: { before: JsonObject; after: JsonObject }): readonly string[] => {
  const name = `panel ${shown(textAt(before, 'title') ?? '')}`;
  const fields = diffValues({
    before: omit(before, ['gridPos', 'panels', 'id']),
    after: omit(after, ['gridPos', 'panels', 'id']),
  });
  const more = fields.length - fieldsOfOnePanel;
  return [
    ...fields.slice(0, fieldsOfOnePanel).map((change) => `~ ${name} ${fieldLine(change)}`),
    ...(more > 0 ? [`~ ${name}: ${counted({ count: more, one: 'more field' })}`] : []),
    ...moveLine({ name, before: objectAt(before, 'gridPos'), after: objectAt(after, 'gridPos') }),
  ];
};

const moveLine = ({
  name,
  before,
  after,
}: {
  name: string;
  before: JsonObject | undefined;
  after: JsonObject | undefined;
}): readonly string[] => {
  const [from, to] = [placeOf(before), placeOf(after)];
  return from === to ? [] : [`~ ${name} moves: ${from} → ${to}`];
};

const placeOf = (position: JsonObject | undefined): string =>
  position === undefined ? 'no place' : ['x', 'y', 'w', 'h'].map((key) => `${key}${shown(valueAt(position, key))}`).join(' ');

const diffNamed = ({
  what,
  before,
  after,
}: {
  what: string;
  before: readonly JsonObject[];
  after: readonly JsonObject[];
}): readonly string[] => {
  const nameOf = (item: JsonObject) => textAt(item, 'name') ?? '';
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const names = new Set(after.map(nameOf));
  return [
    ...after.flatMap((item) => {
      const partner = old.get(nameOf(item));
      if (partner === undefined) return [`+ ${what} ${shown(nameOf(item))}`];
      return diffValues({ before: partner, after: item }).map(
        (change) => `~ ${what} ${shown(nameOf(item))} ${fieldLine(change)}`,
      );
    }),
    ...before.filter((item) => !names.has(nameOf(item))).map((item) => `- ${what} ${shown(nameOf(item))}`),
  ];
};
