import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  pathStep,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import type { DashboardFinding, Outcome } from './finding.ts';
import { unchanged } from './finding.ts';
import { type Box, flow, isPlaced, overlapping, sizeOf } from './grid-flow.ts';
import { nameOf } from './panels.ts';

/**
 * Every panel gets a place of its own on the 24 columns. Those that have one keep it; the others follow below. Where rows divide the dashboard
 * and a panel needs a place, all are laid out anew in their order, so that each stays in its row.
 */
export const layOut = (dashboard: JsonObject): Outcome => {
  const panels = valueAt(dashboard, 'panels');
  if (!Array.isArray(panels)) return unchanged(dashboard);
  const outer = layOutList({ list: arrayAt(dashboard, 'panels'), path: '$.panels', top: 0 });
  const nested = outer.value.map((panel, index) => layOutRow({ panel, path: `$.panels${pathStep(index)}` }));
  const findings = [...outer.findings, ...nested.flatMap((row) => row.findings)];
  return findings.length === 0
    ? unchanged(dashboard)
    : { value: { ...dashboard, panels: nested.map(({ value }) => value) }, findings };
};

const layOutRow = ({ panel, path }: { panel: JsonValue; path: string }): Outcome<JsonValue> => {
  if (!isObject(panel) || textAt(panel, 'type') !== 'row' || arrayAt(panel, 'panels').length === 0) return unchanged(panel);
  const top = (numberAt(objectAt(panel, 'gridPos'), 'y') ?? 0) + 1;
  const inner = layOutList({ list: arrayAt(panel, 'panels'), path: `${path}.panels`, top });
  return inner.findings.length === 0 ? unchanged(panel) : { value: { ...panel, panels: inner.value }, findings: inner.findings };
};

const layOutList = ({
  list,
  path,
  top,
}: {
  list: readonly JsonValue[];
  path: string;
  top: number;
}): Outcome<readonly JsonValue[]> => {
  const boxes = list.map((panel) => (isObject(panel) ? boxOf(panel) : undefined));
  const homeless = new Set([...boxes.keys()].filter((index) => isObject(list[index]) && boxes[index] === undefined));
  for (const index of overlapping(boxes)) homeless.add(index);
  if (homeless.size === 0) return unchanged(list);

  const hasRows = list.some((panel) => isObject(panel) && textAt(panel, 'type') === 'row');
  const moving = [...list.keys()].filter((index) => isObject(list[index]) && (hasRows || homeless.has(index)));
  const bottom = hasRows
    ? top
    : Math.max(top, ...boxes.flatMap((box, index) => (box === undefined || homeless.has(index) ? [] : [box.y + box.h])));
  const sizes = moving.map((index) => sizeOf(panelAt({ list, index })));
  const places = flow({ sizes, top: bottom });
  const placeOf = new Map(moving.map((index, position) => [index, places[position]]));
  const findings: DashboardFinding[] = [];
  const value = list.map((panel, index) => {
    const place = placeOf.get(index);
    if (!isObject(panel) || place === undefined) return panel;
    const before = valueAt(panel, 'gridPos');
    const after = { ...objectAt(panel, 'gridPos'), ...place };
    if (isSame({ before: boxes[index], after: place })) return panel;
    findings.push({
      code: 'grid_position',
      path: `${path}${pathStep(index)}.gridPos`,
      message: messageFor({ panel, isHomeless: homeless.has(index), had: boxes[index] !== undefined }),
      before,
      after,
    });
    return { ...panel, gridPos: after };
  });
  return { value, findings };
};

const panelAt = ({ list, index }: { list: readonly JsonValue[]; index: number }): JsonObject => {
  const panel = list[index];
  return isObject(panel) ? panel : {};
};

const boxOf = (panel: JsonObject): Box | undefined => {
  const position = objectAt(panel, 'gridPos');
  const box = { x: numberAt(position, 'x'), y: numberAt(position, 'y'), w: numberAt(position, 'w'), h: numberAt(position, 'h') };
  return isPlaced(box) ? box : undefined;
};

const isSame = ({ before, after }: { before: Box | undefined; after: Box }): boolean =>
  before !== undefined && before.x === after.x && before.y === after.y && before.w === after.w && before.h === after.h;

const messageFor = ({ panel, isHomeless, had }: { panel: JsonObject; isHomeless: boolean; had: boolean }): string => {
  if (!isHomeless) return `${nameOf(panel)} moves with its row.`;
  return had
    ? `${nameOf(panel)} lay over another panel.`
    : `${nameOf(panel)} had no valid place: all such panels would lie upon one another.`;
};
