import { isSameText } from '../text/own-account.ts';
import type { Release } from './release.ts';

/** What an update of a release asks for. */
export interface AskedChange {
  readonly tag?: string | undefined;
  readonly name?: string | undefined;
  readonly notes?: string | undefined;
  readonly draft?: boolean | undefined;
  readonly prerelease?: boolean | undefined;
  readonly latest?: boolean | undefined;
}

/** The fields that are sent. A tag that is made begins at `commit`. */
export const fieldsAfter = ({ asked, commit }: { asked: AskedChange; commit: string | undefined }) => ({
  ...(asked.tag === undefined ? {} : { tag_name: asked.tag }),
  ...(commit === undefined ? {} : { target_commitish: commit }),
  ...(asked.name === undefined ? {} : { name: asked.name }),
  ...(asked.notes === undefined ? {} : { body: asked.notes }),
  ...(asked.draft === undefined ? {} : { draft: asked.draft }),
  ...(asked.prerelease === undefined ? {} : { prerelease: asked.prerelease }),
  ...(asked.latest === undefined ? {} : { make_latest: String(asked.latest) }),
});

/** Whether a release has all these fields. Which release is the latest one, it does not tell by itself. */
export const hasFields = ({ release, fields }: { release: Release; fields: ReturnType<typeof fieldsAfter> }): boolean =>
  (fields.tag_name === undefined || fields.tag_name === release.tag_name) &&
  (fields.target_commitish === undefined || fields.target_commitish === release.target_commitish) &&
  (fields.name === undefined || isSameText(fields.name, release.name)) &&
  (fields.body === undefined || isSameText(fields.body, release.body)) &&
  (fields.draft === undefined || fields.draft === release.draft) &&
  (fields.prerelease === undefined || fields.prerelease === release.prerelease);
