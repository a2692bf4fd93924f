import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Release } from './release.ts';

/** A tag that has a release. */
export const releaseExists = ({ id, tag_name: tag, draft }: Release): LineclearError =>
  new LineclearError('conflict', `There is a ${draft ? 'draft of a release' : 'release'} of ${quoted(tag)} already: ${id}.`, {
    hint: draft
      ? 'Publish or change it with github_release_update.'
      : 'Change it with github_release_update, or choose another tag.',
    details: { reason: 'exists', release_id: id, draft },
  });

/** A tag that is not there, and nothing said where it would begin. */
export const targetMissing = (tag: string): LineclearError =>
  new LineclearError('invalid_input', `There is no tag ${quoted(tag)} yet.`, {
    hint: 'Name in target the branch or commit that it shall begin at.',
    details: { reason: 'target' },
  });

/** A tag that is there, and another place that it was to begin at. */
export const targetUnused = ({ tag, object }: { tag: string; object: string }): LineclearError =>
  new LineclearError('conflict', `The tag ${quoted(tag)} exists at ${object.slice(0, 12)}, so target would not be used.`, {
    hint: 'Leave target out to use the tag as it is, or choose another tag.',
    details: { reason: 'tag_exists', object },
  });

/** A change that changes nothing. */
export const releaseUnchanged = ({ id }: Release): LineclearError =>
  new LineclearError('conflict', `Release ${id} is like that already.`, {
    hint: 'There is nothing to do.',
    details: { reason: 'unchanged' },
  });
