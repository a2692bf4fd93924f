import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';

const file = new URL('../../../../../../shared/contracts/kubernetes-v1.35.0-swagger.json', import.meta.url);

/** Why requests cannot be compared with the vendor's description, or nothing when it is there. */
export const missingContract = existsSync(file)
  ? undefined
  : 'the API description is not there: ../shared/contracts/kubernetes-v1.35.0-swagger.json beside the repository';

export const readDocument = async (): Promise<JsonObject> => {
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isJsonObject(document)) throw new Error('The description is no object.');
  return document;
};
