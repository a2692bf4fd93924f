import { LineclearError } from '@lineclear/core/plugin';
import { fitsPattern } from '../../text/fits-pattern.ts';

/**
 * Checks a path that a pod or a service is asked for against the profile's patterns, where `*` stands for any characters. Nothing in it
 * can mean another path to somebody on the way: no encoding, no dots, no empty segment, no query, no parameters.
 */
export const checkProxiedPath = ({ path, patterns }: { path: string; patterns: readonly string[] }): void => {
  const isPlain = /^(?:\/[A-Za-z0-9_~$@:+,=-][A-Za-z0-9._~$@:+,=-]*)*\/?$/.test(path) && path !== '';
  if (!isPlain || path.length > 500 || path.split('/').some((segment) => /^\.+$/.test(segment))) {
    throw new LineclearError('invalid_input', 'The path is not a plain one.', {
      hint: 'Write it like /health/live: no query, no encoded characters, no dots as a segment.',
      details: { reason: 'path' },
    });
  }
  if (patterns.some((pattern) => fitsPattern({ pattern, text: path }))) return;
  throw new LineclearError('forbidden', `This profile does not let anybody ask for ${JSON.stringify(path)}.`, {
    hint: 'details.allowed has the patterns; the operator may add one to http_get of the profile.',
    details: { reason: 'path', allowed: patterns },
  });
};
