import { expect, test } from "vitest";
import { type FilterSubject, parseFilter } from "./index.js";

/** The precedence of expressions, from the lowest. */
const [OR, AND, COMPARISON, NOT, PRIMARY] = [0, 1, 2, 3, 4] as const;

/** An expression with its value, which is computed independently of the parser. */
interface Sample<T> {
  readonly text: string;
  readonly level: number;
  readonly value: (subject: FilterSubject) => T;
}

type Text = Sample<string | null>;
type Int = Sample<number | null>;
type Bool = Sample<boolean>;

const RUNS = Number(process.env.FUZZ_RUNS ?? 5000);

const TEXTS = ["", "a", "A", "ab", "Ab ", " b", "it's", "x'y''z", "a and (b", "ß"];

const subjects: readonly FilterSubject[] = [
  { userId: null, connectionId: "ab", groups: new Set(), protocol: null },
  { userId: "Ab ", connectionId: "c", groups: new Set(["a"]), protocol: "ab" },
  { userId: "it's", connectionId: "", groups: new Set(["a", "it's", "ab"]), protocol: null },
  { userId: "", connectionId: "A", groups: new Set([""]), protocol: "x'y''z" },
];

/** Mulberry32: the same numbers between 0 and 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Generator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  bool(depth: number): Bool {
    const makers: (() => Bool)[] = [() => this.#constant(["true", true], ["false", false])];
    if (depth > 0) {
      makers.push(
        () => this.#logic("or", OR, depth),
        () => this.#logic("and", AND, depth),
        () => this.#not(depth),
        () => this.#order(depth),
        () => this.#equality(depth),
        () => this.#list(depth),
        () => this.#member(depth),
        () => this.#textTest(depth),
      );
    }
    return this.#pick(makers)();
  }

  #logic(word: "and" | "or", level: number, depth: number): Bool {
    const parts = Array.from({ length: 2 + this.#below(3) }, () => this.bool(depth - 1));
    return {
      text: parts.map((part) => this.#at(level + 1, part)).join(this.#space() + word + this.#space()),
      level,
      value: (subject) => {
        const wanted = word === "or";
        for (const part of parts) if (part.value(subject) === wanted) return wanted;
        return !wanted;
      },
    };
  }

  #not(depth: number): Bool {
    const operand = this.bool(depth - 1);
    return {
      text: `not${this.#space()}${this.#at(NOT, operand)}`,
      level: NOT,
      value: (subject) => !operand.value(subject),
    };
  }

  #order(depth: number): Bool {
    const left = this.#int(depth - 1);
    const right = this.#int(depth - 1);
    const operator = this.#pick(["gt", "ge", "lt", "le"] as const);
    return {
      text: this.#binary(left, operator, right),
      level: COMPARISON,
      value: (subject) => {
        const [first, second] = [left.value(subject), right.value(subject)];
        if (first === null || second === null) return false;
        const sign = Math.sign(first - second);
        return { gt: [1], ge: [0, 1], lt: [-1], le: [-1, 0] }[operator].includes(sign === 0 ? 0 : sign);
      },
    };
  }

  #equality(depth: number): Bool {
    const left = this.#anything(depth - 1);
    const right = this.#anything(depth - 1);
    const operator = this.#pick(["eq", "ne"] as const);
    return {
      text: this.#binary(left, operator, right),
      level: COMPARISON,
      value: (subject) =>
        (JSON.stringify(left.value(subject)) === JSON.stringify(right.value(subject))) === (operator === "eq"),
    };
  }

  #list(depth: number): Bool {
    const left = this.#anything(depth - 1);
    const items = Array.from({ length: 1 + this.#below(3) }, () => this.#anything(depth - 1));
    const list = items.map((item) => this.#at(PRIMARY, item)).join(`${this.#maybeSpace()},${this.#maybeSpace()}`);
    return {
      text: `${this.#at(NOT, left)} in (${this.#maybeSpace()}${list})`,
      level: COMPARISON,
      value: (subject) =>
        items.map((item) => JSON.stringify(item.value(subject))).includes(JSON.stringify(left.value(subject))),
    };
  }

  #member(depth: number): Bool {
    const left = this.#text(depth - 1);
    return {
      text: `${this.#at(NOT, left)} in ${this.#cased("groups")}`,
      level: COMPARISON,
      value: (subject) => ([...subject.groups] as (string | null)[]).includes(left.value(subject)),
    };
  }

  #textTest(depth: number): Bool {
    const [first, second] = [this.#text(depth - 1), this.#text(depth - 1)];
    const name = this.#pick(["contains", "startswith", "endswith"] as const);
    return this.#call(name, [first, second], (subject) => {
      const [text, part] = [first.value(subject), second.value(subject)];
      if (text === null || part === null) return false;
      const pieces = {
        contains: text.split(part).length > 1 || part === "",
        startswith: text.slice(0, part.length) === part,
      };
      return name === "endswith" ? part === "" || text.slice(-part.length) === part : pieces[name];
    });
  }

  #text(depth: number): Text {
    const makers: (() => Text)[] = [
      () => {
        const text = this.#pick(TEXTS);
        return this.#constant([`'${text.split("'").join("''")}'`, text]);
      },
      () => this.#constant<string | null>(["null", null]),
      () => {
        const name = this.#pick(["userId", "connectionId", "protocol"] as const);
        return { text: this.#cased(name), level: PRIMARY, value: (subject) => subject[name] };
      },
    ];
    if (depth > 0)
      makers.push(
        () => this.#changed(depth),
        () => this.#concat(depth),
        () => this.#substring(depth),
      );
    return this.#pick(makers)();
  }

  #changed(depth: number): Text {
    const text = this.#text(depth - 1);
    const change = this.#pick([
      [
        "tolower",
        (before: string) => before.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32)),
      ],
      [
        "toupper",
        (before: string) => before.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32)),
      ],
      ["trim", (before: string) => before.replace(/^ +| +$/g, "")],
    ] as const);
    return this.#call(change[0], [text], (subject) => {
      const before = text.value(subject);
      return before === null ? null : change[1](before);
    });
  }

  #concat(depth: number): Text {
    const [first, second] = [this.#text(depth - 1), this.#text(depth - 1)];
    return this.#call("concat", [first, second], (subject) => {
      const [left, right] = [first.value(subject), second.value(subject)];
      if (left === null) return right;
      return right === null ? left : left + right;
    });
  }

  #substring(depth: number): Text {
    const text = this.#text(depth - 1);
    const start = this.#below(5) - 1;
    const length = this.#random() < 0.5 ? undefined : this.#below(4) - 1;
    const positions = [start, length].filter((position) => position !== undefined);
    return this.#call("substring", [text, ...positions.map((at) => this.#constant([String(at), at]))], (subject) => {
      const letters = text.value(subject)?.split("");
      if (letters === undefined || start < 0 || start > letters.length) return null;
      if (length === undefined) return letters.splice(start).join("");
      return length < 0 || start + length > letters.length ? null : letters.splice(start, length).join("");
    });
  }

  #int(depth: number): Int {
    const makers: (() => Int)[] = [
      () => {
        const value = this.#below(7) - 2;
        return this.#constant([value > 0 && this.#random() < 0.2 ? `+${value}` : String(value), value]);
      },
      () => this.#call("length", [{ text: this.#cased("groups"), level: PRIMARY }], ({ groups }) => [...groups].length),
    ];
    if (depth > 0)
      makers.push(
        () => this.#length(depth),
        () => this.#indexOf(depth),
      );
    return this.#pick(makers)();
  }

  #length(depth: number): Int {
    const text = this.#text(depth - 1);
    return this.#call("length", [text], (subject) => text.value(subject)?.split("").length ?? null);
  }

  #indexOf(depth: number): Int {
    const [first, second] = [this.#text(depth - 1), this.#text(depth - 1)];
    return this.#call("indexof", [first, second], (subject) => {
      const [text, part] = [first.value(subject), second.value(subject)];
      if (text === null || part === null) return -1;
      for (let at = 0; at + part.length <= text.length; at += 1)
        if (text.slice(at, at + part.length) === part) return at;
      return -1;
    });
  }

  #anything(depth: number): Sample<string | number | boolean | null> {
    return this.#pick([
      () => this.#text(depth),
      () => this.#text(depth),
      () => this.#int(depth),
      () => this.bool(depth),
    ])();
  }

  #constant<T>(...choices: readonly (readonly [text: string, value: T])[]): Sample<T> {
    const [text, value] = this.#pick(choices);
    return { text, level: PRIMARY, value: () => value };
  }

  #call<T>(name: string, parts: readonly Pick<Text, "text" | "level">[], value: Sample<T>["value"]): Sample<T> {
    const list = parts.map((part) => this.#at(OR, part)).join(`${this.#maybeSpace()},${this.#maybeSpace()}`);
    return { text: `${name}${this.#maybeSpace()}(${list}${this.#maybeSpace()})`, level: PRIMARY, value };
  }

  #binary(left: Pick<Text, "text" | "level">, operator: string, right: Pick<Text, "text" | "level">): string {
    return this.#at(NOT, left) + this.#space() + operator + this.#space() + this.#at(NOT, right);
  }

  /** Adds parentheses if they are needed, and sometimes if they are not. */
  #at(level: number, { text, level: own }: Pick<Text, "text" | "level">): string {
    if (own >= level && this.#random() < 0.9) return text;
    return `(${this.#maybeSpace()}${text}${this.#maybeSpace()})`;
  }

  #cased(name: string): string {
    return this.#pick([name, name, name.toLowerCase(), name.toUpperCase()]);
  }

  #space(): string {
    return this.#pick([" ", " ", "  ", "\t"]);
  }

  #maybeSpace(): string {
    return this.#pick(["", "", " "]);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }
}

test("parseFilter › evaluates random filters to their expected values", () => {
  const generator = new Generator(20241201);
  const outcomes = { true: 0, false: 0 };
  for (let count = 0; count < RUNS; count += 1) {
    const { text, value } = generator.bool(5);
    const filter = parseFilter(text);
    for (const subject of subjects) {
      const expected = value(subject);
      outcomes[`${expected}`] += 1;
      expect(filter.matches(subject), `${text} for ${JSON.stringify(subject.userId)}`).toBe(expected);
    }
  }
  // Both outcomes are frequent, so that a filter that always returns the same would fail.
  expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(RUNS);
});
