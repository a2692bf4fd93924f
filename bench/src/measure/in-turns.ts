/**
 * Measures subjects in turns, A B A B …, so that whatever else the machine does meets all of them. Yields the samples of a subject, in
 * the order of the rounds.
 */
export const inTurns = async <Name extends string, Subject, Sample>({
  subjects,
  rounds,
  measure,
}: {
  subjects: Readonly<Record<Name, Subject>>;
  rounds: number;
  measure: (subject: Subject) => Promise<Sample>;
}): Promise<(name: Name) => readonly Sample[]> => {
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, subject] of Object.entries<Subject>(subjects)) {
      samples.set(name, [...(samples.get(name) ?? []), await measure(subject)]);
    }
  }
  return (name) => samples.get(name) ?? [];
};
