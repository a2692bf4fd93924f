import type { Progress } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { Image } from '../plugin/image.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../plugin/json.ts';
import type { Redactor } from '../profiles/redactor.ts';
import { cleanValue } from '../plugin/clean.ts';
import { cutAnswer, type LeftOut } from './cut.ts';
import type { CallAnswer, ErrorAnswer } from './types.ts';

/** Turns what tools and the protocol yield into answers: cleaned, redacted, within the budget. */
export interface Presenter {
  /** Any value as JSON that may be shown: control and bidi characters stripped, secrets hidden. */
  readonly present: (value: unknown) => JsonValue;
  readonly value: (value: JsonObject, images?: readonly Image[]) => CallAnswer;
  /** A list or a text that an older name answers: alone in the text, and as `result` in the structured answer, which is an object. */
  readonly bare: (value: JsonValue, images?: readonly Image[]) => CallAnswer;
  readonly error: (error: unknown) => ErrorAnswer;
  /** What a tool reports on the way, for whoever listens. */
  readonly progress: (listener: ((progress: Progress) => void) | undefined) => (progress: Progress) => void;
}

export const createPresenter = ({
  redactor,
  limit,
  onDefect,
}: {
  redactor: Redactor;
  /** Characters of one answer. */
  limit: number;
  /** Hears of errors that are defects, before they become `internal`. */
  onDefect: (error: unknown) => void;
}): Presenter => {
  const present = (value: unknown): JsonValue => redactor.value(cleanValue(plainJson(value)));

  const presentText = (value: JsonObject): { value: JsonObject; text: string } => {
    const cleaned = cleanValue(value);
    const text = JSON.stringify(cleaned);
    if (redactor.text(text) === text) return { value: cleaned, text };
    const redacted = redactor.value(cleaned);
    return { value: redacted, text: JSON.stringify(redacted) };
  };

  const value = (answer: JsonObject, images: readonly Image[] = []): CallAnswer => {
    const whole = presentText(answer);
    const pictures = images.map(({ png, alt }) => ({ png, alt: String(present(alt)) }));
    if (whole.text.length <= limit) return { kind: 'value', ...whole, images: pictures };
    // Room for the note about what was left out.
    const { value: cut, leftOut } = cutAnswer({ value: whole.value, limit: limit - noteCharacters });
    const noted: JsonObject = { ...cut, left_out: noteOf(leftOut) };
    return { kind: 'value', value: noted, text: JSON.stringify(noted), images: pictures };
  };

  const bare: Presenter['bare'] = (result, images) => {
    const answer = value({ result }, images);
    if (answer.kind !== 'value') return answer;
    const shown = answer.value['result'] ?? null;
    return { ...answer, text: typeof shown === 'string' ? shown : JSON.stringify(shown) };
  };

  const error = (thrown: unknown): ErrorAnswer => {
    if (!LineclearError.is(thrown)) onDefect(thrown);
    const known = LineclearError.is(thrown)
      ? thrown
      : new LineclearError('internal', 'The server met a defect of its own.', { cause: thrown });
    const details = known.details === undefined ? undefined : asObject(present(known.details));
    return {
      code: known.code,
      message: String(present(known.message)),
      hint: String(present(known.hint)),
      ...(known.retryAfterS === undefined ? {} : { retry_after_s: known.retryAfterS }),
      ...(details === undefined ? {} : { details: cutAnswer({ value: details, limit }).value }),
    };
  };

  const progress: Presenter['progress'] = (listener) =>
    listener === undefined
      ? () => {}
      : ({ message, ...numbers }) =>
          listener(message === undefined ? numbers : { ...numbers, message: String(present(message)).slice(0, longestMessage) });

  return { present, value, bare, error, progress };
};

const longestMessage = 1_000;

const noteCharacters = 1_000;

/** As much of what was left out as there is room for; a path may be as long as the names in it. */
const noteOf = (leftOut: readonly LeftOut[]): JsonObject[] => {
  let room = noteCharacters - ',"left_out":[]'.length;
  return leftOut.slice(0, 8).flatMap((part) => {
    const size = JSON.stringify(part).length + 1;
    if (size > room) return [];
    room -= size;
    return [{ ...part }];
  });
};

const plainJson = (value: unknown): JsonValue => {
  if (value === undefined) return null;
  try {
    const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
    return text === undefined ? null : JSON.parse(text);
  } catch {
    // Circles and getters that throw: what a plugin attached to an error must not cost the call its answer and its event.
    return '[not a JSON value]';
  }
};

const asObject = (value: JsonValue): JsonObject => (isJsonObject(value) ? value : { value });
