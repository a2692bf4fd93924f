import { isJsonObject } from './json.ts';

/** No field but those that are named: otherwise a misspelt one would pass. */
export const closeSchemas = (schemas: unknown): void => {
  if (Array.isArray(schemas)) for (const inner of schemas) closeSchemas(inner);
  if (!isJsonObject(schemas)) return;
  if (isJsonObject(schemas['properties']))
    Object.assign(schemas, { additionalProperties: schemas['additionalProperties'] ?? false });
  for (const inner of Object.values(schemas)) closeSchemas(inner);
};
