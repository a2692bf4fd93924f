import type { Tier } from '@lineclear/core/plugin';

/**
 * How much a profile matters, by the words of its name. Only one that was written down as this machine's can be development;
 * what says nothing stays without a tier, which counts as production.
 */
export const tierOf = ({ name, url }: { name: string; url: string | undefined }): Tier | undefined => {
  const words = name.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => word === 'production' || word === 'prod')) return 'production';
  if (words.some((word) => word === 'staging' || word === 'stage' || word === 'test')) return 'staging';
  const isOwn = ['default', 'local', 'dev', 'development'].includes(name.toLowerCase());
  return isOwn && url !== undefined && isLoopback(url) ? 'development' : undefined;
};

const isLoopback = (text: string): boolean => {
  const host = URL.parse(text)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
};
