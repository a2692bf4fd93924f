import type { RabbitmqAddress } from '../address.ts';
import { long, longText, octet, short, shortText, table } from './field-writer.ts';
import type { FieldReader } from './field-reader.ts';
import type { Method, MethodCall } from './methods.ts';
import { method } from './methods.ts';

/** What both sides agreed on. */
export interface Tuned {
  readonly mostChannels: number;
  readonly longestFrameBytes: number;
  /** Each side says something at least so often, in seconds. */
  readonly heartbeatS: number;
}

/** The longest frame before and unless the broker wishes shorter ones: RabbitMQ's own default. */
export const longestFrameBytes = 131_072;
const mostChannels = 2_047;
const heartbeatS = 10;
const clientProperties = {
  product: 'lineclear',
  connection_name: 'lineclear',
  capabilities: {
    'basic.nack': true,
    consumer_cancel_notify: true,
    // A wrong password is told, instead of the connection being cut.
    authentication_failure_close: true,
  },
};

/** Opens a connection whose protocol was named: user, limits, virtual host. */
export const shakeHands = async ({
  address: { username, password, vhost },
  send,
  expect,
}: {
  readonly address: RabbitmqAddress;
  readonly send: (call: MethodCall) => void;
  readonly expect: (method: Method) => Promise<FieldReader>;
}): Promise<Tuned> => {
  await expect(method.ConnectionStart);
  const proof = longText(`\0${username}\0${password}`);
  send({ method: method.ConnectionStartOk, fields: [table(clientProperties), shortText('PLAIN'), proof, shortText('en_US')] });
  const offer = await expect(method.ConnectionTune);
  const tuned = {
    mostChannels: lower({ offered: offer.short(), own: mostChannels }),
    longestFrameBytes: lower({ offered: offer.long(), own: longestFrameBytes }),
    heartbeatS: lower({ offered: offer.short(), own: heartbeatS }),
  };
  const limits = [short(tuned.mostChannels), long(tuned.longestFrameBytes), short(tuned.heartbeatS)];
  send({ method: method.ConnectionTuneOk, fields: limits });
  send({ method: method.ConnectionOpen, fields: [shortText(vhost), shortText(''), octet(0)] });
  await expect(method.ConnectionOpenOk);
  return tuned;
};

/** Zero is no limit. */
const lower = ({ offered, own }: { offered: number; own: number }): number => (offered === 0 ? own : Math.min(offered, own));
