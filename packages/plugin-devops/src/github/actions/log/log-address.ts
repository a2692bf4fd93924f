import { LineclearError } from '@lineclear/core/plugin';

/**
 * The address that GitHub hands a log out at, when it is one of GitHub's: the host of the API, or for github.com and ghe.com its own
 * storage. `forbidden` for every other: a reader fetches nothing from servers that nobody configured.
 * https://docs.github.com/en/actions/concepts/runners/communicating-with-self-hosted-runners
 */
export const logAddress = ({ location, api }: { location: string; api: string }): URL => {
  const own = new URL(api);
  const url = URL.parse(location, own.href);
  if (url === null || url.username !== '' || url.password !== '') throw refused('no usable address');
  url.hash = '';
  if (url.origin === own.origin) return url;
  if (url.protocol !== 'https:' || url.port !== '') throw refused('an address that is not https');
  const isStorage = isHosted(own.hostname) && storage.some((ending) => url.hostname.endsWith(ending));
  if (isStorage || url.hostname === own.hostname) return url;
  throw refused('a host that GitHub does not use for logs');
};

const storage = ['.blob.core.windows.net', '.githubusercontent.com', '.actions.githubusercontent.com'];

// An Enterprise Server hands its logs out itself.
const isHosted = (host: string): boolean => host === 'api.github.com' || /^api\.[\w-]+\.ghe\.com$/.test(host);

const refused = (why: string): LineclearError =>
  new LineclearError('forbidden', `GitHub sends the log from ${why}.`, {
    hint: 'Open the run on GitHub itself.',
    details: { reason: 'log_address' },
  });
