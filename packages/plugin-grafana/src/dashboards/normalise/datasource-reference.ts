import { quoted } from '@lineclear/core/plugin';
import { findVariables } from '../../expressions/variables.ts';
import { type JsonObject, type JsonValue, isObject, textAt, valueAt } from '../../json/json-value.ts';
import type { DashboardFinding } from './finding.ts';

/** What must be known of a datasource to refer to it. */
export interface KnownDatasource {
  readonly uid: string;
  readonly name: string;
  /** Grafana's plugin id: `prometheus`, `loki`, … */
  readonly type: string;
  readonly isDefault: boolean;
}

/** Everything that references are resolved with. */
export interface References {
  readonly datasources: readonly KnownDatasource[];
  /** The type that a datasource variable chooses among, by the variable's name. */
  readonly variableTypes: ReadonlyMap<string, string>;
}

export interface Reference {
  readonly value: JsonValue | undefined;
  readonly findings: readonly DashboardFinding[];
}

const builtIn: Readonly<Record<string, JsonObject>> = {
  '-- Grafana --': { type: 'grafana', uid: '-- Grafana --' },
  '-- Mixed --': { type: 'datasource', uid: '-- Mixed --' },
  '-- Dashboard --': { type: 'datasource', uid: '-- Dashboard --' },
  __expr__: { type: '__expr__', uid: '__expr__' },
};

/** A reference as Grafana keeps it, `{ type, uid }`, out of a uid, a name, a variable, or half a reference. */
export const toReference = ({
  value,
  path,
  references,
}: {
  value: JsonValue | undefined;
  path: string;
  references: References;
}): Reference => {
  if (value === undefined || value === null) return { value, findings: [] };
  if (typeof value === 'string') return fromText({ text: value, path, references });
  return isObject(value) ? fromObject({ value, path, references }) : { value, findings: [unknown({ path, value })] };
};

/** The datasource that a query without one means: the default, or the only one of the type. */
export const likelyDatasource = ({ type, references }: { type: string; references: References }): JsonObject | undefined => {
  const fitting = references.datasources.filter((known) => known.type === type);
  const chosen = fitting.find(({ isDefault }) => isDefault) ?? (fitting.length === 1 ? fitting[0] : undefined);
  return chosen === undefined ? undefined : { type: chosen.type, uid: chosen.uid };
};

const fromText = ({ text, path, references }: { text: string; path: string; references: References }): Reference => {
  const changed = (after: JsonObject, message: string): Reference => ({
    value: after,
    findings: [{ code: 'datasource', path, message, before: text, after }],
  });
  if (Object.hasOwn(builtIn, text)) return changed(builtIn[text] ?? {}, 'A reference to a datasource has a type and a uid.');
  const [variable] = findVariables(text);
  if (variable !== undefined) {
    const type = references.variableTypes.get(variable.name);
    return changed(
      { ...(type === undefined ? {} : { type }), uid: text },
      'A reference to a datasource has a type and a uid, also where a variable chooses it.',
    );
  }
  if (text === '' || text === 'default') {
    const chosen = references.datasources.find(({ isDefault }) => isDefault);
    if (chosen !== undefined)
      return changed(
        { type: chosen.type, uid: chosen.uid },
        'The default datasource of today is named, so that the dashboard stays what it is when the default changes.',
      );
    return { value: text, findings: [unknown({ path, value: text })] };
  }
  const known = find({ text, references });
  if (known === undefined) {
    const after = { uid: text };
    if (references.datasources.length === 0) return changed(after, 'A reference to a datasource has its uid in an object.');
    return { value: after, findings: [{ ...unknown({ path, value: text }), after }] };
  }
  return changed(
    { type: known.type, uid: known.uid },
    `A reference to a datasource has a type and a uid: this is ${quoted(known.name)}.`,
  );
};

const fromObject = ({ value, path, references }: { value: JsonObject; path: string; references: References }): Reference => {
  const uid = textAt(value, 'uid') ?? '';
  const type = textAt(value, 'type');
  if (uid === '') {
    const named = textAt(value, 'name');
    const known = named === undefined ? undefined : find({ text: named, references });
    const after =
      known !== undefined
        ? { type: known.type, uid: known.uid }
        : type === undefined
          ? undefined
          : likelyDatasource({ type, references });
    if (after === undefined) return { value, findings: Object.keys(value).length === 0 ? [] : [unknown({ path, value })] };
    return {
      value: { ...value, ...after },
      findings: [
        {
          code: 'datasource',
          path,
          message: 'The reference names no datasource: the default one, or the only one, of its type.',
          before: value,
          after: { ...value, ...after },
        },
      ],
    };
  }
  if (Object.hasOwn(builtIn, uid)) return { value, findings: [] };
  const [variable] = findVariables(uid);
  const right = variable === undefined ? find({ text: uid, references }) : undefined;
  const rightType = variable === undefined ? right?.type : references.variableTypes.get(variable.name);
  // Credentials that may not list datasources know none: that says nothing about this one.
  if (variable === undefined && right === undefined)
    return { value, findings: references.datasources.length === 0 ? [] : [unknown({ path, value })] };
  const after = { ...value, ...(rightType === undefined ? {} : { type: rightType }), uid: right?.uid ?? uid };
  if (valueAt(after, 'type') === type && after.uid === uid) return { value, findings: [] };
  return {
    value: after,
    findings: [
      { code: 'datasource', path, message: 'The reference has the wrong type or a name for a uid.', before: value, after },
    ],
  };
};

const find = ({ text, references }: { text: string; references: References }): KnownDatasource | undefined => {
  const { datasources } = references;
  const exact = datasources.find(({ uid }) => uid === text) ?? datasources.find(({ name }) => name === text);
  if (exact !== undefined) return exact;
  const alike = datasources.filter(
    ({ name, uid }) => name.toLowerCase() === text.toLowerCase() || uid.toLowerCase() === text.toLowerCase(),
  );
  return alike.length === 1 ? alike[0] : undefined;
};

const unknown = ({ path, value }: { path: string; value: JsonValue }): DashboardFinding => ({
  code: 'datasource_unknown',
  path,
  message: 'There is no such datasource: list_datasources names those that there are.',
  before: value,
  after: value,
});
