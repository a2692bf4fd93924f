import { expect, it } from 'vitest';
import { annotationsAfterUndo } from './revision-annotations.ts';

it('takes those of the revision, and keeps what the deployment says of itself', () => {
  const after = annotationsAfterUndo({
    deployment: {
      'deployment.kubernetes.io/revision': '3',
      'kubectl.kubernetes.io/last-applied-configuration': 'mine',
      'kubernetes.io/change-cause': 'image 3',
      team: 'shop',
    },
    revision: {
      'deployment.kubernetes.io/revision': '1',
      'deployment.kubernetes.io/desired-replicas': '9',
      'kubernetes.io/change-cause': 'image 1',
    },
  });
  expect(after).toEqual({
    'deployment.kubernetes.io/revision': '3',
    'kubectl.kubernetes.io/last-applied-configuration': 'mine',
    'kubernetes.io/change-cause': 'image 1',
  });
});
