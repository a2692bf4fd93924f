import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';

/**
 * A link as a text alone, asked for under older names. `shorten` asked Grafana to make a short address, which would be a change: the long
 * one leads to the same place.
 */
export const linkAlias: Alias = {
  name: 'mcp_grafana_generate_deeplink',
  input: (args) => {
    const { timeRange, queryParams, queries, shorten: _shorten, ...rest } = renamed(args);
    const { from, to } = objectIn(timeRange);
    const params = Object.entries(objectIn(queryParams));
    return {
      ...rest,
      ...(from !== undefined && { start: textOf(from) }),
      ...(to !== undefined && { end: textOf(to) }),
      ...(params.length > 0 && {
        variables: params.filter(isVariable).flatMap(pairsOf),
        params: params.filter((param) => !isVariable(param)).flatMap(pairsOf),
      }),
      ...(queries !== undefined && { queries: Array.isArray(queries) ? queries.map(expressionOf) : queries }),
    };
  },
  output: ({ url }) => bare(url),
};

const renamed = renameArguments({
  resourceType: 'resource_type',
  dashboardUid: 'dashboard_uid',
  dashboardUID: 'dashboard_uid',
  panelId: 'panel_id',
  datasourceUid: 'datasource_uid',
});

const isVariable = ([name]: readonly [string, JsonValue]): boolean => name.startsWith('var-');

// A variable with several values had a list of them.
const pairsOf = ([name, value]: readonly [string, JsonValue]): JsonValue[] =>
  [value].flat().map((one) => `${name}=${String(one)}`);

const textOf = (value: JsonValue): JsonValue => (typeof value === 'number' ? String(value) : value);

// A query used to be an object with its expression in it.
const expressionOf = (query: JsonValue): JsonValue => objectIn(query)['expr'] ?? query;

const objectIn = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
