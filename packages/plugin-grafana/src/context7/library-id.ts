import { LineclearError } from '@lineclear/core/plugin';

/** `/org/lib`, with a version as `/org/lib@v2` or `/org/lib/v2`. */
const pattern = /^(?<id>\/[^/\s?#@]+\/@?[^/\s?#@]+)(?:[/@](?<version>[^/\s?#]+))?$/;

export interface LibraryId {
  /** Without a version. */
  readonly id: string;
  readonly version: string | undefined;
}

/** Reads the id of a library; the slash before it may be absent. Throws `invalid_input`. */
export const parseLibraryId = (text: string): LibraryId => {
  const found = readLibraryId(text);
  if (found !== undefined) return found;
  throw new LineclearError('invalid_input', `This is no id of a library: ${JSON.stringify(text.slice(0, 80))}.`, {
    hint: 'Find it with resolve_library_id; it looks like /org/library or /org/library@version.',
    details: { reason: 'library_id' },
  });
};

export const showLibraryId = ({ id, version }: LibraryId): string => (version === undefined ? id : `${id}@${version}`);

/** Where a library has moved to. Undefined for another host, and for what is no id of a library. */
export const movedTo = ({ redirectUrl, origin }: { redirectUrl: string; origin: string }): LibraryId | undefined => {
  const url = URL.parse(redirectUrl, origin);
  if (url === null || url.origin !== origin || url.username !== '' || url.search !== '' || url.hash !== '') return undefined;
  return readLibraryId(decoded(url.pathname));
};

const readLibraryId = (text: string): LibraryId | undefined => {
  const trimmed = text.trim();
  if (trimmed.length > 500) return undefined;
  const groups = pattern.exec(trimmed.startsWith('/') ? trimmed : `/${trimmed}`)?.groups;
  return groups?.['id'] === undefined ? undefined : { id: groups['id'], version: groups['version'] };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
