import { quoted } from '@lineclear/core/plugin';
import { findVariables } from '../../expressions/variables.ts';
import {
  arrayAt,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  pathStep,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import type { DashboardFinding, Outcome } from './finding.ts';

/** Says which variables nothing uses, and which names in queries no variable has. Changes nothing: only the author knows what was meant. */
export const checkVariableUses = (dashboard: JsonObject): Outcome => {
  const defined = arrayAt(objectAt(dashboard, 'templating'), 'list').flatMap((variable, index) =>
    isObject(variable) ? [{ variable, name: textAt(variable, 'name') ?? '', path: `$.templating.list${pathStep(index)}` }] : [],
  );
  const names = new Set(defined.map(({ name }) => name));
  const uses = usesOf({ value: dashboard, path: '$', key: '' });
  const findings: DashboardFinding[] = [];
  for (const { variable, name, path } of defined) {
    // A filter works on every query by itself.
    if (name === '' || textAt(variable, 'type') === 'adhoc') continue;
    if (!uses.some((use) => use.name === name && !use.path.startsWith(`${path}.`)))
      findings.push({
        code: 'variable_unused',
        path,
        message: `Nothing uses the variable ${quoted(name)}.`,
        before: undefined,
        after: undefined,
      });
  }
  const said = new Set<string>();
  for (const { name, path, isQuery } of uses) {
    if (!isQuery || names.has(name) || said.has(name)) continue;
    said.add(name);
    findings.push({
      code: 'variable_undefined',
      path,
      message: `There is no variable ${quoted(name)}: the text is sent as it is.`,
      before: undefined,
      after: undefined,
    });
  }
  return { value: dashboard, findings };
};

interface Use {
  readonly name: string;
  readonly path: string;
  /** Elsewhere, a dollar may be just a dollar. */
  readonly isQuery: boolean;
}

/** Fields whose text is sent to a datasource or names one. */
const querying = /^(?:expr|query|definition|uid|datasource|datasourceUid|rawSql|regex|interval|repeat)$/;

const usesOf = ({ value, path, key }: { value: JsonValue; path: string; key: string }): readonly Use[] => {
  if (typeof value === 'string') {
    if (key === 'repeat' && value !== '') return [{ name: value, path, isQuery: true }];
    const isQuery = querying.test(key);
    return findVariables(value).flatMap(({ name, isBuiltIn }) => (isBuiltIn ? [] : [{ name, path, isQuery }]));
  }
  if (isArray(value)) return value.flatMap((item, index) => usesOf({ value: item, path: path + pathStep(index), key }));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((inner) =>
    usesOf({ value: valueAt(value, inner) ?? null, path: path + pathStep(inner), key: inner }),
  );
};
