import { describe, expect, test } from "vitest";
import {
  type CommandHelp,
  type CommandOptions,
  HELP_OPTION,
  helpText,
  readOptions,
  UsageError,
} from "./command-options.js";

const OPTIONS = {
  format: { value: "NAME", help: "What to write.", choices: ["text", "json"], default: "text" },
  "api-version": { value: "NAME", help: "Which one.", choices: ["v1", "v2"], noun: "version", isRepeatable: true },
  output: { value: "FILE", help: "Where to write." },
  quiet: { help: "Print nothing." },
  ...HELP_OPTION,
} as const satisfies CommandOptions;

describe("readOptions", () => {
  test("returns the defaults without arguments", () => {
    expect(readOptions(OPTIONS, [])).toEqual({
      format: "text",
      "api-version": [],
      output: undefined,
      quiet: false,
      help: false,
    });
  });

  test("returns the value of each option", () => {
    const words = ["--format=json", "--api-version", "v1", "--api-version", "V2", "--output", "a=b", "--quiet", "-h"];
    expect(readOptions(OPTIONS, words)).toEqual({
      format: "json",
      "api-version": ["v1", "v2"],
      output: "a=b",
      quiet: true,
      help: true,
    });
  });

  test("takes a value that begins with a hyphen after an equals sign", () => {
    expect(readOptions(OPTIONS, ["--output=-"]).output).toBe("-");
    expect(readOptions(OPTIONS, ["--output=--quiet"]).output).toBe("--quiet");
  });

  test("infers the type of each value from its option", () => {
    const { format, output, quiet, "api-version": versions } = readOptions(OPTIONS, []);
    const typed: ["text" | "json", string | undefined, boolean, readonly ("v1" | "v2")[]] = [
      format,
      output,
      quiet,
      versions,
    ];
    expect(typed).toHaveLength(4);
  });

  test.for([
    ["an unknown option", ["--colour"], "Unknown option --colour."],
    ["an unknown letter", ["-x"], "Unknown option -x."],
    ["a letter left out", ["--fomat", "json"], "Unknown option --fomat; did you mean --format?"],
    ["two letters swapped", ["--ouptut"], "Unknown option --ouptut; did you mean --output?"],
    ["the beginning of a name", ["--api=v1"], "Unknown option --api; did you mean --api-version?"],
    ["the name of a property of every object", ["--constructor"], "Unknown option --constructor."],
    ["an argument without an option", ["json"], 'Unexpected argument "json". This command takes options only.'],
    ["an option without its value", ["--output"], "--output needs a value: --output FILE."],
    ["an option in place of a value", ["--output", "--quiet"], "--output needs a value: --output FILE."],
    ["a flag with a value", ["--quiet=yes"], "--quiet takes no value. Write --quiet alone."],
    ["a value that is not a choice", ["--format", "xml"], '--format is "xml", an unknown format. Known: text, json.'],
    ["a value of another noun", ["--api-version", "v3"], '--api-version is "v3", an unknown version. Known: v1, v2.'],
  ] as const)("rejects %s", ([, words, message]) => {
    expect(() => readOptions(OPTIONS, words)).toThrow(new UsageError(message));
  });
});

describe("helpText", () => {
  const help: CommandHelp = {
    name: "tool",
    summary: "Writes versions.",
    examples: [["tool --quiet", "Write nothing."]],
    sections: {
      Selection: { "api-version": OPTIONS["api-version"] },
      Output: {
        format: OPTIONS.format,
        "a-name-of-more-than-a-column": { value: "N", help: "Is long.", defaultText: "none at first, later more" },
        rows: { value: "N", help: "The number of rows in a table, which can be so many that this line is wrapped." },
        ...HELP_OPTION,
      },
    },
    notes: ["It is a tool."],
    exitStatus: [
      [0, "Written."],
      [2, "Could not write."],
    ],
  };

  test("prints every option with its choices and its default, aligned and wrapped", () => {
    expect(helpText(help)).toBe(`Writes versions.

Usage: tool [options]

Examples:
  tool --quiet
      Write nothing.

Selection:
  --api-version NAME     Which one. One of: v1, v2. Repeatable.

Output:
  --format NAME          What to write. One of: text, json. Default: text.
  --a-name-of-more-than-a-column N
                         Is long. Default: none at first, later more.
  --rows N               The number of rows in a table, which can be so many
                         that this line is wrapped.
  -h, --help             Show this help and exit.

It is a tool.

Exit status:
  0  Written.
  2  Could not write.`);
  });

  test("leaves out the choices that the description of the option names", () => {
    const format = { ...OPTIONS.format, help: "text for readers, json for programs." };
    expect(helpText({ ...help, sections: { Output: { format } } })).toContain(
      "  --format NAME          text for readers, json for programs. Default: text.\n",
    );
  });
});
