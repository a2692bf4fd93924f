import {
  arrayAt,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  omit,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import { type Outcome, unchanged } from './finding.ts';

/** Rows that hold their panels, as dashboards had them before version 16, become row panels followed by their panels. */
export const flattenRows = (dashboard: JsonObject): Outcome => {
  const rows = valueAt(dashboard, 'rows');
  if (!isArray(rows) || rows.length === 0) return unchanged(dashboard);
  const panels = [...arrayAt(dashboard, 'panels'), ...rows.flatMap((row) => (isObject(row) ? flattenRow(row) : []))];
  return {
    value: { ...omit(dashboard, ['rows']), panels },
    findings: [
      {
        code: 'legacy_rows',
        path: '$.rows',
        message: 'Rows no longer hold their panels: each becomes a row panel, followed by its panels.',
        before: rows.length,
        after: panels.length,
      },
    ],
  };
};

const flattenRow = (row: JsonObject): readonly JsonValue[] => {
  const isCollapsed = valueAt(row, 'collapse') === true;
  const panels = arrayAt(row, 'panels').map((panel) => (isObject(panel) ? withWidth(panel) : panel));
  const head = {
    ...omit(row, ['panels', 'collapse', 'height', 'showTitle']),
    type: 'row',
    title: textAt(row, 'title') ?? '',
    collapsed: isCollapsed,
    panels: isCollapsed ? panels : [],
  };
  // A row without a title was no more than a line of panels.
  const isShown =
    isCollapsed || (valueAt(row, 'showTitle') !== false && textAt(row, 'title') !== undefined && textAt(row, 'title') !== '');
  return [...(isShown ? [head] : []), ...(isCollapsed ? [] : panels)];
};

/** A span counted twelfths of the width; only the width is kept, so that the layout finds a place. */
const withWidth = (panel: JsonObject): JsonObject => {
  const span = numberAt(panel, 'span');
  if (span === undefined || valueAt(panel, 'gridPos') !== undefined) return panel;
  return { ...omit(panel, ['span']), gridPos: { w: Math.min(24, Math.max(1, Math.round(span * 2))) } };
};
