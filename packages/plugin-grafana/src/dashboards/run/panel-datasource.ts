import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import type { Datasource } from '../../datasources/datasource.ts';
import { isOfType } from '../../datasources/types.ts';
import { findVariables } from '../../expressions/variables.ts';
import type { VariableValue } from '../variables/substitute.ts';
import type { QuerySource, VariableView } from '../view/view.ts';
import { namesFitting } from './names-fitting.ts';

interface Ask {
  readonly source: QuerySource;
  readonly values: ReadonlyMap<string, VariableValue>;
  readonly variables: readonly VariableView[];
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** What a query of a panel asks, and what people should know about the choice. */
export interface PanelDatasource {
  /** Undefined for what Grafana answers by itself, without a server: results of other panels, expressions, its own test data. */
  readonly datasource: Datasource | undefined;
  readonly note?: string;
}

/**
 * The datasource of a query as Grafana chooses it: the one that it names by uid, by name or by a variable; the default one of its type, or
 * the first by name, where the variable stands for nothing. Throws `not_found` where there is none.
 */
export const panelDatasource = async (ask: Ask): Promise<PanelDatasource> => {
  const { uid, type } = ask.source;
  if (isBuiltIn(ask.source)) return { datasource: undefined };
  if (uid === undefined) return { datasource: await usualOf({ ...ask, type }) };
  const [use, ...others] = findVariables(uid);
  if (use === undefined) return { datasource: await named({ ...ask, uid }) };
  if (others.length === 0 && use.from === 0 && use.to === uid.length) return ofVariable({ ...ask, name: use.name });
  return { datasource: await named({ ...ask, uid: filled({ text: uid, values: ask.values }) }) };
};

const builtInUids: ReadonlySet<string> = new Set(['-- Grafana --', '-- Dashboard --', '-- Mixed --', '__expr__']);
const builtInTypes: ReadonlySet<string> = new Set(['datasource', 'grafana', 'dashboard', '__expr__']);

const isBuiltIn = ({ uid = '', type = '' }: QuerySource): boolean => builtInUids.has(uid) || builtInTypes.has(type);

/** `default` and nothing are the same to Grafana: the value of a variable that follows the default datasource. */
const isUsual = (value: string | undefined): boolean => value === undefined || value === '' || value === 'default';

const ofVariable = async ({ name, ...ask }: Ask & { name: string }): Promise<PanelDatasource> => {
  const { source, values, variables } = ask;
  const variable = variables.find((one) => one.name === name && one.type === 'datasource');
  const given = values.get(name);
  // What stands for all values is no datasource.
  const value = given?.isRaw === true ? undefined : given?.values[0];
  const type = variable?.query ?? source.type;
  if (given === undefined && variable === undefined) {
    if (type === undefined) throw noVariable(name);
    const datasource = await usualOf({ ...ask, type });
    return {
      datasource,
      note: `The dashboard has no variable ${quoted(name)}: ${quoted(datasource.name)} was asked in its place.`,
    };
  }
  const usual = () => usualOf({ ...ask, type, regex: variable?.regex });
  if (value === undefined || isUsual(value)) return { datasource: await usual() };
  try {
    return { datasource: await named({ ...ask, uid: value }) };
  } catch (error) {
    // Grafana chooses anew where what was chosen once is gone; what a caller says stays as it is.
    if (!isGone(error) || variable?.current.includes(value) !== true) throw error;
    const datasource = await usual();
    return {
      datasource,
      note: `The datasource ${quoted(value)} of ${quoted(name)} is gone: ${quoted(datasource.name)} was asked.`,
    };
  }
};

const isGone = (error: unknown): boolean => LineclearError.is(error) && error.code === 'not_found';

/** A uid of a dashboard is one of its Grafana: servers that the profile names itself may have the same. */
const named = async ({ uid, reader, signal }: Pick<Ask, 'reader' | 'signal'> & { uid: string }): Promise<Datasource> => {
  const known = await ofGrafana({ reader, signal });
  const found = known.find((one) => one.uid === uid) ?? known.find(({ name }) => name === uid);
  return found ?? reader.datasources.find({ uid, signal });
};

/** The default one, of a type where there is one to look for; else the first by name. */
const usualOf = async ({
  type,
  regex,
  reader,
  signal,
}: Pick<Ask, 'reader' | 'signal'> & { type: string | undefined; regex?: string | undefined }): Promise<Datasource> => {
  const known = await ofGrafana({ reader, signal });
  if (type === undefined) {
    const usual = known.find(({ isDefault }) => isDefault);
    return usual ?? reader.datasources.resolve({ uid: undefined, type: 'prometheus', signal });
  }
  const ofType = known.filter((candidate) => isOfType({ candidate, type }));
  const names = namesFitting({ names: ofType.map(({ name }) => name), regex });
  const fitting = ofType.filter(({ name }) => names.has(name)).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const chosen = fitting.find(({ isDefault }) => isDefault) ?? fitting[0];
  if (chosen !== undefined) return chosen;
  if (ofType.length > 0) throw noneFits();
  return reader.datasources.resolve({ uid: undefined, type, signal });
};

const ofGrafana = async ({ reader, signal }: Pick<Ask, 'reader' | 'signal'>): Promise<readonly Datasource[]> =>
  (await reader.datasources.list({ signal })).filter(({ origin }) => origin === 'grafana');

/** A variable as a part of a name. */
const filled = ({ text, values }: { text: string; values: Ask['values'] }): string =>
  findVariables(text).reduceRight((whole, { name, from, to }) => {
    const value = values.get(name)?.values[0];
    return value === undefined ? whole : whole.slice(0, from) + value + whole.slice(to);
  }, text);

const noVariable = (name: string): LineclearError =>
  new LineclearError('not_found', `The datasource is a variable ${quoted(name)} that the dashboard does not have.`, {
    hint: 'Give it a value with variables: a uid or name from list_datasources.',
    details: { reason: 'no_variable' },
  });

const noneFits = (): LineclearError =>
  new LineclearError('not_found', "No datasource fits the regular expression of the dashboard's variable.", {
    hint: 'Give the variable a value with variables: a uid or name from list_datasources.',
    details: { reason: 'no_datasource' },
  });
