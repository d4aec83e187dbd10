import type { Change, Constraint, ConstraintTrial } from "../../description/constraints.js";

/** Values of path parameters have names of their own. */
const PATH_VALUES: Readonly<Record<string, string>> = {
  hub: "A hub name",
  group: "A group name",
  userId: "A user id",
  connectionId: "A connection id",
};

/**
 * The requirement that a trial of a constraint stands for, one sentence for each keyword.
 *
 * @example "A hub name of 128 characters is accepted."
 */
export function constraintSentence({ place }: Constraint, { accepted, change }: ConstraintTrial): string {
  const verb = accepted ? "is accepted" : "is rejected";
  if (place === "token required") return `A request without a token ${verb}.`;
  if (place === "body required") return `A request without a body ${verb}.`;
  if (place.startsWith("body not ")) return `A body with Content-Type ${place.slice("body not ".length)} ${verb}.`;
  if (place === "body application/json syntax") return `A body that is not valid JSON ${verb}.`;

  const [part = "", name = "", ...rest] = place.split(" ");
  const keyword = rest.at(-1) ?? "";
  const path = rest.slice(0, -1);
  const subject = part === "body" ? bodySubject(path) : parameterSubject(part, name, path);
  switch (keyword) {
    case "required":
      return part === "body"
        ? `A body without \`${path.join(".")}\` ${verb}.`
        : `A request without \`${name}\` ${verb}.`;
    case "enum":
      return `The ${name} \`${String(changedValue(change, path))}\` ${verb}.`;
    case "minLength":
    case "maxLength":
      return `${withLength(subject, String(changedValue(change, path)).length)} ${verb}.`;
    case "minimum":
    case "maximum":
      return `${subject} of ${Number(changedValue(change, path)).toLocaleString("en")} ${verb}.`;
    case "pattern":
      return `${subject} that does not match its pattern ${verb}: ${shown(changedValue(change, path))}.`;
    case "type":
      return `A value of a wrong type for ${subject.replace(/^A (?=`)/, "").replace(/^A/, "a")} ${verb}: ${shown(changedValue(change, path))}.`;
    default:
      throw new Error(`No sentence for the constraint "${place}": add one for the keyword ${keyword}.`);
  }
}

function parameterSubject(part: string, name: string, [items]: readonly string[]): string {
  if (items !== undefined) return `An item of \`${name}\``;
  return (part === "path" ? PATH_VALUES[name] : undefined) ?? `A \`${name}\``;
}

function bodySubject([member, items]: readonly string[]): string {
  if (member === undefined) return "A JSON body";
  return items === undefined ? `A \`${member}\`` : `An item of \`${member}\``;
}

function withLength(subject: string, length: number): string {
  if (length === 0) return `An empty ${subject.replace(/^An? /, "")}`;
  const count = `${length.toLocaleString("en")} ${length === 1 ? "character" : "characters"}`;
  return subject.startsWith("An item") ? `${subject} with ${count}` : `${subject} of ${count}`;
}

/** The value that a change puts at a place. Items are added to an array as the last, or are its first in a body. */
function changedValue(change: Change, path: readonly string[]): unknown {
  if ("parameter" in change) return path.length > 0 ? (change.value as readonly unknown[]).at(-1) : change.value;
  if (!("mediaType" in change)) return undefined;
  return path.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>>)[step === "items" ? "0" : step],
    JSON.parse(change.body),
  );
}

function shown(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
