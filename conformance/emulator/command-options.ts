import { parseArgs } from "node:util";

/**
 * The options of a command as data, which the commands of this package share: the help text is printed from them, values
 * are checked against them, and their types follow from them.
 */
export interface CommandOption {
  /** What stands for the value in the help, such as `FILE`. Without it, the option is a flag. */
  readonly value?: string;
  /** What the option does, in a sentence or two. Choices and the default are appended to it. */
  readonly help: string;
  /** A letter that can be given instead of the name: `h` for `-h`. */
  readonly short?: string;
  /** Whether the option can be given more than once. @default false */
  readonly isRepeatable?: true;
  /** The accepted values, in lower case. Letter case does not matter on the command line. @default any */
  readonly choices?: readonly string[];
  /** What a value of `choices` is called in an error. @default the name of the option */
  readonly noun?: string;
  /** The value of an option that is not given. @default undefined; false for a flag */
  readonly default?: string;
  /** The default in words, where it is not one value or not the same for every command line. @default `default` */
  readonly defaultText?: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

type OptionValue<Option extends CommandOption> = Option extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : string;

/** What {@link readOptions} returns: a value for each option, by its name. */
export type OptionValues<Options extends CommandOptions> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly isRepeatable: true }
    ? readonly OptionValue<Options[Name]>[]
    : Options[Name] extends { readonly value: string }
      ? OptionValue<Options[Name]> | (Options[Name] extends { readonly default: string } ? never : undefined)
      : boolean;
};

/** The command line is not understood, or options contradict each other. The message says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** `--help`, for every command. */
export const HELP_OPTION = { help: { help: "Show this help and exit.", short: "h" } } as const satisfies CommandOptions;

/**
 * Reads the arguments of a command.
 *
 * @param options every option of the command
 * @param words the arguments, without the program and its script
 * @throws {UsageError} if an option is unknown, lacks its value or has one that is not among its choices
 */
export function readOptions<const Options extends CommandOptions>(
  options: Options,
  words: readonly string[],
): OptionValues<Options> {
  const values = new Map(Object.entries(options).map(([name, option]) => [name, initialValue(option)]));
  // Not strict: the messages of parseArgs name neither the choices nor the option that was probably meant.
  const { tokens } = parseArgs({ args: [...words], options: parserOptions(options), strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      throw new UsageError(`Unexpected argument ${JSON.stringify(token.value)}. This command takes options only.`);
    }
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw new UsageError(unknownOption(token.rawName, Object.keys(options)));
    const value = option.value === undefined ? readFlag(token) : readValue(token, option);
    const previous = values.get(token.name);
    values.set(token.name, Array.isArray(previous) ? [...previous, value] : value);
  }
  return Object.fromEntries(values) as OptionValues<Options>;
}

type Value = string | boolean | readonly (string | boolean)[] | undefined;

function initialValue({ value, isRepeatable, default: initial }: CommandOption): Value {
  if (isRepeatable) return [];
  return value === undefined ? false : initial;
}

function parserOptions(options: CommandOptions) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short !== undefined && { short }) },
    ]),
  );
}

/** An option as parseArgs read it. */
interface OptionToken {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function readFlag({ name, value }: OptionToken): true {
  if (value === undefined) return true;
  throw new UsageError(`--${name} takes no value. Write --${name} alone.`);
}

function readValue({ name, value, inlineValue }: OptionToken, option: CommandOption): string {
  // `--only --list`: the value was probably forgotten. `--only=--list` states one that begins with a hyphen.
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw new UsageError(`--${name} needs a value: --${name} ${option.value}.`);
  }
  const { choices, noun = name } = option;
  if (choices === undefined) return value;
  const choice = choices.find((each) => each === value.toLowerCase());
  if (choice !== undefined) return choice;
  throw new UsageError(`--${name} is ${JSON.stringify(value)}, an unknown ${noun}. Known: ${choices.join(", ")}.`);
}

function unknownOption(written: string, names: readonly string[]): string {
  const name = written.replace(/^-+/, "");
  const near = names
    .map((each) => ({ each, distance: each.startsWith(name) ? 0 : editDistance(name, each) }))
    .sort((a, b) => a.distance - b.distance)
    .find(({ each, distance }) => name.length > 1 && distance <= Math.max(2, each.length / 4));
  return near === undefined ? `Unknown option ${written}.` : `Unknown option ${written}; did you mean --${near.each}?`;
}

/** How many letters must be inserted, removed or replaced to make one word of another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** What the help text of a command consists of. */
export interface CommandHelp {
  /** The name of the command. */
  readonly name: string;
  /** What the command does, in one sentence. */
  readonly summary: string;
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** The options, by the heading that they stand under. */
  readonly sections: Readonly<Record<string, CommandOptions>>;
  /** Paragraphs below the options. */
  readonly notes: readonly string[];
  readonly exitStatus: readonly (readonly [status: number, meaning: string])[];
}

/** The width of the help text, in characters. */
const WIDTH = 80;
/** Where the descriptions of the options begin; a longer option has a line of its own. */
const COLUMN = 25;

/** The text that `--help` prints, at most 80 characters wide but for the examples. It does not end with a line break. */
export function helpText({ name, summary, examples, sections, notes, exitStatus }: CommandHelp): string {
  const blocks = [
    wrap(summary, WIDTH),
    [`Usage: ${name} [options]`],
    ["Examples:", ...examples.flatMap(([command, explanation]) => [`  ${command}`, ...indented(explanation, 6)])],
    ...Object.entries(sections).map(([heading, options]) => [
      `${heading}:`,
      ...Object.entries(options).flatMap(([option, spec]) => optionLines(option, spec)),
    ]),
    ...notes.map((note) => wrap(note, WIDTH)),
    ["Exit status:", ...exitStatus.map(([status, meaning]) => `  ${status}  ${meaning}`)],
  ];
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}

function optionLines(name: string, option: CommandOption): string[] {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const label = `  ${short}--${name}${option.value === undefined ? "" : ` ${option.value}`}`;
  const lines = indented(optionText(option), COLUMN);
  if (label.length > COLUMN - 2) return [label, ...lines];
  const [first = "", ...more] = lines;
  return [label + first.slice(label.length), ...more];
}

function optionText(option: CommandOption): string {
  const { help, choices = [], isRepeatable, default: initial, defaultText = initial } = option;
  return [
    help,
    ...(choices.every((choice) => help.includes(choice)) ? [] : [`One of: ${choices.join(", ")}.`]),
    ...(isRepeatable ? ["Repeatable."] : []),
    ...(defaultText === undefined ? [] : [`Default: ${defaultText}.`]),
  ].join(" ");
}

function indented(text: string, columns: number): string[] {
  return wrap(text, WIDTH - columns).map((line) => " ".repeat(columns) + line);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
