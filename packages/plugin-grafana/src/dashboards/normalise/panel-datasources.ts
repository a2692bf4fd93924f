import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  omit,
  pathStep,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import { likelyDatasource, type References, toReference } from './datasource-reference.ts';
import { each, type Outcome, unchanged } from './finding.ts';
import { mapPanels, nameOf, type PlacedPanel } from './panels.ts';

/** Panels and their queries refer to datasources by type and uid; a panel names one where its queries do. */
export const giveDatasources = (dashboard: JsonObject, references: References): Outcome =>
  mapPanels(dashboard, ({ panel, path }) => {
    const targets = refineTargets({ panel, path, references });
    const own = toReference({ value: valueAt(panel, 'datasource'), path: `${path}.datasource`, references });
    const value = {
      ...panel,
      ...(own.value === undefined ? {} : { datasource: own.value }),
      ...(targets.findings.length === 0 ? {} : { targets: targets.value }),
    };
    const given = giveDatasource({ panel: value, path, references });
    return { value: given.value, findings: [...own.findings, ...targets.findings, ...given.findings] };
  });

const refineTargets = ({ panel, path, references }: PlacedPanel & { references: References }): Outcome<readonly JsonValue[]> =>
  each(arrayAt(panel, 'targets'), (target, index) =>
    isObject(target) ? refineTarget({ target, path: `${path}.targets${pathStep(index)}`, references }) : unchanged(target),
  );

/** A bare uid beside the query is how API examples write it; Grafana reads `datasource` only. */
const refineTarget = ({
  target,
  path,
  references,
}: {
  target: JsonObject;
  path: string;
  references: References;
}): Outcome<JsonValue> => {
  const bare = textAt(target, 'datasourceUid');
  const isMoved = bare !== undefined && bare !== '' && valueAt(target, 'datasource') === undefined;
  const reference = toReference({
    value: isMoved ? bare : valueAt(target, 'datasource'),
    path: isMoved ? `${path}.datasourceUid` : `${path}.datasource`,
    references,
  });
  if (reference.value === undefined || (reference.findings.length === 0 && !isMoved)) return unchanged(target);
  return {
    value: { ...(isMoved ? omit(target, ['datasourceUid']) : target), datasource: reference.value },
    findings: reference.findings,
  };
};

/** Without one of its own, a panel sends every query to Grafana's default datasource, whatever the queries say. */
const giveDatasource = ({ panel, path, references }: PlacedPanel & { references: References }): Outcome => {
  const before = valueAt(panel, 'datasource');
  if (before !== undefined && before !== null) return unchanged(panel);
  const targets = arrayAt(panel, 'targets').filter(isObject);
  const named = targets
    .flatMap((target) =>
      textAt(objectAt(target, 'datasource'), 'uid') === undefined ? [] : [objectAt(target, 'datasource') ?? {}],
    )
    .filter(({ uid }) => uid !== '__expr__');
  const uids = new Set(named.map((reference) => textAt(reference, 'uid')));
  const after = uids.size > 1 ? { type: 'datasource', uid: '-- Mixed --' } : (named[0] ?? likelyOf({ targets, references }));
  if (after === undefined) return unchanged(panel);
  const message =
    named.length === 0
      ? `${nameOf(panel)} names no datasource for its queries.`
      : `Without a datasource of its own ${nameOf(panel)} would send its queries to the default one.`;
  return {
    value: { ...panel, datasource: after },
    findings: [{ code: 'datasource', path: `${path}.datasource`, message, before, after }],
  };
};

/** What the texts of the queries look like: a selector in braces, or a pipe, is LogQL. */
const likelyOf = ({
  targets,
  references,
}: {
  targets: readonly JsonObject[];
  references: References;
}): JsonObject | undefined => {
  const texts = targets.flatMap((target) => textAt(target, 'expr') ?? []);
  if (texts.length === 0) return undefined;
  const types = new Set(texts.map((text) => (/^\s*\{|\|[=~]|\|\s*(?:json|logfmt|unwrap)\b/.test(text) ? 'loki' : 'prometheus')));
  const [type] = types;
  return type === undefined || types.size > 1 ? undefined : likelyDatasource({ type, references });
};
