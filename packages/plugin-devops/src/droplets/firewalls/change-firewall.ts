import { isDeepStrictEqual } from 'node:util';
import type { LineclearError } from '@lineclear/core/plugin';
import type { ApiReader } from '../client/api-reader.ts';
import { findDroplet } from '../droplets/droplet.ts';
import { checkTag } from '../reach.ts';
import { missing, notNow, otherName, taken } from '../text/refusals.ts';
import { exposedBy } from './exposed.ts';
import { type FirewallAnswer, showFirewall } from './firewall.ts';
import { lineOf, type Rule, toSent } from './rule.ts';

/** A firewall as a call wants it. */
export interface WantedFirewall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly droplets: readonly { readonly id: number; readonly name: string }[];
  readonly tags: readonly string[];
}

export const sentOf = ({ name, rules, droplets, tags }: WantedFirewall) => ({
  name,
  ...toSent(rules),
  droplet_ids: droplets.map(({ id }) => id),
  tags,
});

/** Whom a firewall guards, for people. */
const guardedBy = ({ ids, tags }: { ids: readonly number[]; tags: readonly string[] }): readonly string[] => [
  ...ids.map((id) => `the droplet ${id}`),
  ...tags.map((tag) => `the tag ${tag}`),
];

const wantedGuarded = ({ droplets, tags }: WantedFirewall) => guardedBy({ ids: droplets.map(({ id }) => id), tags });

const guardedNow = (firewall: FirewallAnswer | undefined): readonly string[] => {
  if (firewall === undefined) return [];
  const { droplet_ids: ids, tags } = showFirewall(firewall);
  return guardedBy({ ids, tags });
};

const linesOf = (wanted: WantedFirewall): readonly string[] => [
  ...wanted.rules.map(lineOf),
  ...wantedGuarded(wanted).map((one) => `guards ${one}`),
];

const linesNow = (firewall: FirewallAnswer | undefined): readonly string[] =>
  firewall === undefined
    ? []
    : [...showFirewall(firewall).rules.map(lineOf), ...guardedNow(firewall).map((one) => `guards ${one}`)];

interface Change {
  readonly given: WantedFirewall;
  readonly before: FirewallAnswer | undefined;
}

/** What is taken away and what is added, one line each. */
export const changesOf = ({ given, before }: Change): readonly string[] => {
  const [old, wanted] = [linesNow(before), linesOf(given)];
  return [
    ...old.filter((line) => !wanted.includes(line)).map((line) => `- ${line}`),
    ...wanted.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
};

/** What is newly open to everybody, what is guarded no more, and who may lock themselves out. */
export const warningsOf = ({ given, before }: Change): readonly string[] => {
  const old = linesNow(before);
  const opened = given.rules.filter((one) => !old.includes(lineOf(one))).flatMap(exposedBy);
  const left = guardedNow(before).filter((one) => !wantedGuarded(given).includes(one));
  const hadSsh = before !== undefined && showFirewall(before).rules.some(letsSshIn);
  return [
    ...(opened.length === 0 ? [] : [`Everybody on the internet can reach ${[...new Set(opened)].join(', ')} then.`]),
    ...(left.length === 0 ? [] : [`It does not guard ${left.join(', ')} any more: what no other firewall closes is open there.`]),
    ...(hadSsh && !given.rules.some(letsSshIn) ? ['Nobody can reach the droplets by SSH (22) then.'] : []),
  ];
};

const letsSshIn = ({ direction, protocol, ports }: { direction: string; protocol: string; ports: string }): boolean => {
  const [from = 0, to = from] = ports.split('-').map(Number);
  return direction === 'in' && protocol === 'tcp' && (ports === 'all' || (from <= 22 && 22 <= to));
};

export const isAsWanted = ({ found, given }: { found: FirewallAnswer; given: WantedFirewall }): boolean =>
  found.name === given.name && isDeepStrictEqual(linesNow(found).toSorted(), linesOf(given).toSorted());

export const refusalOf = ({
  given,
  now,
}: {
  given: WantedFirewall;
  /** The one with the id, or for a new one the one that has its name. */
  now: FirewallAnswer | undefined;
}): LineclearError | undefined => {
  const { id, name } = given;
  if (id === undefined) {
    return now === undefined ? undefined : taken({ what: `The firewall ${name}`, hint: `Name its id ${now.id} to change it.` });
  }
  if (now === undefined) return missing({ what: `the firewall ${id}`, listedBy: 'do_firewall_list' });
  if (now.name !== name) return otherName({ what: `The firewall ${id}`, given: name, actual: now.name });
  if (!isAsWanted({ found: now, given })) return undefined;
  return notNow({ message: 'It is as you want it.', hint: 'Nothing has to be done.', reason: 'same' });
};

/** A profile with a tag changes only firewalls that guard what it reaches, and nothing else. */
export const checkFirewallReach = async ({
  given,
  now,
  reader,
  signal,
}: {
  given: WantedFirewall;
  now: FirewallAnswer | undefined;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<void> => {
  const { settings } = reader;
  if (settings.tag === undefined) return;
  for (const tag of [...given.tags, ...(now?.tags ?? [])]) checkTag({ settings, tags: [tag], what: `The tag ${tag}` });
  await Promise.all((now?.droplet_ids ?? []).map((id) => findDroplet({ id, reader, signal })));
};
