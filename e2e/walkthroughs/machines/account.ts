import { startDropletSandbox } from '@lineclear/testing/droplets';
import { accountTag, fillAccount } from '../../../scripts/sandbox/account.ts';

const token = 'dop_of_the_page';

/** The account of `npm start -- --sandbox`; throws at the end where it was asked what it does not have. */
export const startAccount = async () => {
  const sandbox = await startDropletSandbox({ access: { [token]: 'write' } });
  fillAccount(sandbox.world);
  return {
    connections: { droplets: { url: sandbox.url, token, tag: accountTag, regions: ['nyc3'], poll_ms: 5, wait_ms: 20_000 } },
    close: async () => {
      await sandbox.close();
      if (sandbox.violations.length > 0) throw new Error(`DigitalOcean does not have: ${JSON.stringify(sandbox.violations)}`);
    },
  };
};
