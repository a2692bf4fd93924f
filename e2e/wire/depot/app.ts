import { fileURLToPath } from 'node:url';

/** The depot's app: the built host with the depot's plugin. Its configuration names the backend. */
export const depotApp = { script: fileURLToPath(new URL('./main.ts', import.meta.url)) };

/** A configuration with the depot in one profile. */
export const depotConfig = ({ url, tier = 'development' }: { url: string; tier?: string }): string =>
  `profiles:\n  main:\n    tier: ${tier}\n    depot: { url: '${url}' }\n`;
