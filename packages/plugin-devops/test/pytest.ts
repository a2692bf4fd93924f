import { spawnSync } from 'node:child_process';
import { skipWithout } from '@lineclear/testing';

/** A Python that has pytest: Debian's, or the first on the search path. */
export const pythonWithPytest = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import pytest'], { stdio: 'ignore' }).status === 0,
);

/** For `describe.skipIf`: true, said loudly, where no Python has pytest; an error under CI=true. */
export const skipWithoutPytest = (): boolean =>
  // A module is a folder, which is found as a program is: both can be entered or executed.
  pythonWithPytest === undefined &&
  skipWithout({ command: '_pytest/config', apt: 'python3-pytest', folders: ['/usr/lib/python3/dist-packages'] });
