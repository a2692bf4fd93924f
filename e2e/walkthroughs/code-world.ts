import { join } from 'node:path';
import { labRepository, startCodeLab } from '@lineclear/testing/github';
import { type Home, makeHome } from '../processes/app/home.ts';

/** A working copy of `octo/widgets`, and its GitHub. */
export const makeCodeWorld = async (): Promise<AsyncDisposable & { readonly home: Home }> => {
  const home = await makeHome();
  const folder = join(home.workspace, 'widgets');
  const lab = await startCodeLab({ folder });
  const { github, remote } = lab;
  const profile = {
    tier: 'development',
    workspace: { roots: [folder], allow_programs: ['node'], git: { push_to: [remote] } },
    github: { url: github.url, token: 'ghp_of_the_page', repositories: [labRepository], throttle: false },
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: 'local', profiles: { local: profile } }));
  return {
    home,
    [Symbol.asyncDispose]: async () => {
      await lab.close();
      await home[Symbol.asyncDispose]();
      if (github.violations.length > 0)
        throw new Error(`GitHub's description does not allow: ${JSON.stringify(github.violations)}`);
    },
  };
};
