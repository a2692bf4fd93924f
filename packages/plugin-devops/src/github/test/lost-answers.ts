import { githubFaults } from '@lineclear/testing/github';

/** Ways in which the answer to a write is lost that took effect, for `it.each`. */
export const lostAnswers = [
  ['of a gateway', githubFaults.badGateway({ afterEffect: true })],
  ['that is lost', githubFaults.lostAnswer()],
] as const;
