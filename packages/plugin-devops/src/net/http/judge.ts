import type { Followed } from './follow.ts';

/** What is wrong with an answer, in the order in which it would be looked into; none where all is as it should be. */
export const problemsOf = ({
  followed: { exchanges, stopped },
  expectStatus,
  textFound,
}: {
  followed: Followed;
  expectStatus: number | undefined;
  /** Undefined where no text was expected. */
  textFound: boolean | undefined;
}): readonly string[] => {
  const last = exchanges.at(-1) ?? exchanges[0];
  const unverified = exchanges.flatMap(({ tls, url }) =>
    tls === null || tls.verified
      ? []
      : [`The certificate of ${url.hostname} is not verified: ${tls.reason ?? 'no reason given'}.`],
  );
  const isWanted =
    expectStatus === undefined ? last.status !== null && last.status >= 200 && last.status < 300 : last.status === expectStatus;
  return [
    ...(last.failure === null ? [] : [`It got no further than ${last.failure.phase}: ${last.failure.reason}.`]),
    ...unverified,
    ...(stopped === null ? [] : [`A redirect was not followed: ${stopped}.`]),
    ...(last.status === null || isWanted ? [] : [`The status is ${last.status}, not ${expectStatus ?? '2xx'}.`]),
    ...(textFound === false ? ['The expected text is not in the body.'] : []),
  ];
};
