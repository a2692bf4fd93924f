import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';

const file = new URL('../../../../../../shared/contracts/github-api.github.com-openapi.json.gz', import.meta.url);

/** Why requests cannot be compared with the description, or nothing when it is there. */
export const missingContract = existsSync(file)
  ? undefined
  : 'the API description is not there: ../shared/contracts/github-api.github.com-openapi.json.gz beside the repository';

export const readDocument = async (): Promise<JsonObject> => {
  const text = await promisify(gunzip)(await readFile(file));
  const document: unknown = JSON.parse(text.toString());
  if (!isJsonObject(document)) throw new Error('The description is no object.');
  return document;
};

/** The object at a place of the document: `at(document, 'components', 'schemas')`; an empty one where there is none. */
export const at = (value: unknown, ...names: readonly string[]): JsonObject => {
  let place: unknown = value;
  for (const name of names) place = isJsonObject(place) ? place[name] : undefined;
  return isJsonObject(place) ? place : {};
};

/** What a reference points at; the value itself where it is none. */
export const followed = (document: JsonObject, value: unknown): JsonObject => {
  const reference = at(value)['$ref'];
  return typeof reference === 'string' ? at(document, ...reference.split('/').slice(1)) : at(value);
};
