/**
 * Keeps one live thing for both openings of a connection, so that the reader sees what the writer started. It is found by the settings of
 * the profile: both openings of one composition are handed the same object, and nobody else has it.
 */
export const sharedBySettings = <Value>() => {
  const shared = new WeakMap<object, Value>();
  return ({ settings, create }: { settings: object; create: () => Value }): Value => {
    const value = shared.get(settings) ?? create();
    shared.set(settings, value);
    return value;
  };
};
