import { quoted } from '@lineclear/core/plugin';
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
import { type References, toReference } from './datasource-reference.ts';
import { type DashboardFinding, each, type Outcome, unchanged } from './finding.ts';

/** The variables of a dashboard have a type, a datasource by type and uid, and are asked for when the dashboard opens. */
export const refineVariables = (dashboard: JsonObject, references: References): Outcome => {
  const templating = objectAt(dashboard, 'templating');
  const list = arrayAt(templating, 'list');
  if (list.length === 0) return unchanged(dashboard);
  const names = new Set<string>();
  const refined = each<JsonValue>(list, (variable, index) => {
    if (!isObject(variable)) return unchanged(variable);
    const path = `$.templating.list${pathStep(index)}`;
    const outcome = refineVariable({ variable, path, references });
    return { value: outcome.value, findings: [...outcome.findings, ...nameFindings({ variable, path, names })] };
  });
  return refined.findings.length === 0
    ? unchanged(dashboard)
    : { value: { ...dashboard, templating: { ...templating, list: refined.value } }, findings: refined.findings };
};

/** The types of the datasource variables, which references may stand on. */
export const variableTypesOf = (dashboard: JsonObject): ReadonlyMap<string, string> =>
  new Map(
    arrayAt(objectAt(dashboard, 'templating'), 'list').flatMap((variable) => {
      const name = isObject(variable) && textAt(variable, 'type') === 'datasource' ? textAt(variable, 'name') : undefined;
      const type = isObject(variable) ? textAt(variable, 'query') : undefined;
      return name === undefined || type === undefined || type === '' ? [] : [[name, type] as const];
    }),
  );

const refineVariable = ({
  variable,
  path,
  references,
}: {
  variable: JsonObject;
  path: string;
  references: References;
}): Outcome => {
  const findings: DashboardFinding[] = [];
  let value = variable;
  const set = ({ key, after, code, message }: { key: string; after: JsonValue; code: string; message: string }): void => {
    findings.push({ code, path: `${path}.${key}`, message, before: valueAt(value, key), after });
    value = { ...value, [key]: after };
  };
  const bare = textAt(variable, 'datasourceUid');
  if (bare !== undefined && valueAt(variable, 'datasource') === undefined)
    value = { ...omit(variable, ['datasourceUid']), datasource: bare };
  if (textAt(variable, 'type') === undefined)
    set({
      key: 'type',
      after: valueAt(value, 'datasource') === undefined ? 'custom' : 'query',
      code: 'variable_type',
      message: 'A variable says where its values come from: a query where it has a datasource, a list otherwise.',
    });
  const reference = toReference({ value: valueAt(value, 'datasource'), path: `${path}.datasource`, references });
  findings.push(...reference.findings);
  if (reference.value !== undefined) value = { ...value, datasource: reference.value };
  // Grafana's own 0 means never: the variable would stay empty.
  if (textAt(value, 'type') === 'query' && valueAt(value, 'refresh') === undefined)
    set({
      key: 'refresh',
      after: 1,
      code: 'variable_refresh',
      message: 'Without refresh the values are never asked for: when the dashboard opens.',
    });
  return findings.length === 0 ? unchanged(variable) : { value, findings };
};

const nameFindings = ({
  variable,
  path,
  names,
}: {
  variable: JsonObject;
  path: string;
  names: Set<string>;
}): readonly DashboardFinding[] => {
  const name = textAt(variable, 'name') ?? '';
  const said = (message: string): readonly DashboardFinding[] => [
    { code: 'variable_name', path: `${path}.name`, message, before: valueAt(variable, 'name'), after: valueAt(variable, 'name') },
  ];
  if (name === '') return said('A variable without a name cannot be used.');
  if (!/^\w{1,200}$/.test(name))
    return said('The name of a variable has letters, digits and _ only; others cannot be written into a query.');
  if (name.startsWith('__')) return said("Names that begin with __ are Grafana's own.");
  if (names.has(name)) return said(`Two variables are called ${quoted(name)}.`);
  names.add(name);
  return [];
};
