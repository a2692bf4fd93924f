import { shapedText } from '../../text/shaped-text.ts';

/** The name of a unit of systemd, or of a service: no option, no pattern, no path. */
export const unitField = shapedText({
  pattern: /^[A-Za-z0-9_][A-Za-z0-9:_.@\\-]*$/,
  longest: 255,
  error: 'use a name such as nginx.service',
});
