import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';

/** The version of the second dashboard schema that is served. */
export const v2 = 'v2beta1';

/** What the classic schema keeps of a dashboard in the second one: title, tags and bare panels. Layout and variables are lost. */
export const fromV2 = (spec: JsonObject): JsonObject => ({
  title: spec['title'] ?? '',
  tags: spec['tags'] ?? [],
  schemaVersion: 42,
  panels: Object.values(objectIn(spec, 'elements'))
    .filter(isJsonObject)
    .map((element) => objectIn(element, 'spec'))
    .map((panel) => ({
      id: panel['id'] ?? 0,
      title: panel['title'] ?? '',
      type: objectIn(panel, 'vizConfig')['group'] ?? 'timeseries',
    })),
});

const objectIn = (holder: JsonObject, name: string): JsonObject => {
  const inner = holder[name];
  return isJsonObject(inner) ? inner : {};
};
