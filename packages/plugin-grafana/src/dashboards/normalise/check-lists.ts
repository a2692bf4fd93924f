import { LineclearError } from '@lineclear/core/plugin';
import {
  arrayAt,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  pathStep,
  valueAt,
} from '../../json/json-value.ts';

/**
 * Throws `invalid_input` with the path of what is no list, or of what is no object in one: Grafana would store it, and show nothing. A field
 * that is absent or null is neither.
 */
export const checkLists = (dashboard: JsonObject): void => {
  check({ holder: dashboard, key: 'panels', path: '$' }).forEach(checkPanel);
  check({ holder: dashboard, key: 'links', path: '$' });
  check({ holder: objectAt(dashboard, 'templating'), key: 'list', path: '$.templating' });
  check({ holder: objectAt(dashboard, 'annotations'), key: 'list', path: '$.annotations' });
};

interface Placed {
  readonly item: JsonObject;
  readonly path: string;
}

const checkPanel = ({ item, path }: Placed): void => {
  check({ holder: item, key: 'targets', path });
  for (const inner of check({ holder: item, key: 'panels', path }))
    check({ holder: inner.item, key: 'targets', path: inner.path });
};

const check = ({ holder, key, path }: { holder: JsonObject | undefined; key: string; path: string }): readonly Placed[] => {
  const value: JsonValue = valueAt(holder, key) ?? [];
  const place = path + pathStep(key);
  if (!isArray(value)) throw odd({ path: place, says: 'is no list' });
  return arrayAt(holder, key).map((item, index) => {
    if (!isObject(item)) throw odd({ path: place + pathStep(index), says: 'is no object' });
    return { item, path: place + pathStep(index) };
  });
};

const odd = ({ path, says }: { path: string; says: string }): LineclearError =>
  new LineclearError('invalid_input', `${path} of the dashboard ${says}.`, {
    hint: 'Send lists of objects, such as panels: [{ title, type, targets: [{ expr }] }], or leave the field out.',
    details: { reason: 'dashboard_shape', path },
  });
