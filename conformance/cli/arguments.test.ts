import { describe, expect, test } from "vitest";
import { latestApiVersion } from "../../generated/versions.js";
import { DESCRIPTION_NAMES } from "../description/documents.js";
import { HELP, readArguments } from "./arguments.js";

const SECRET = "a-secret-key-of-more-than-32-characters";
const environment = {
  WEB_PUBSUB: `Endpoint=https://contoso.webpubsub.azure.com;AccessKey=${SECRET};Version=1.0;`,
  KEY: SECRET,
  EMPTY: "",
  BROKEN: `Endpoint=https://a.example;AccessKey`,
};
const read = (...words: string[]) => readArguments(words, environment);

const service = "https://contoso.webpubsub.azure.com";
const proxy = "http://127.0.0.1:9000";

describe("readArguments", () => {
  test("selects every case of the newest api-version, against Prism, without arguments", () => {
    expect(read()).toEqual({
      help: false,
      list: false,
      target: expect.objectContaining({ name: "prism", isMock: true, hasOneDescription: false }),
      descriptions: [latestApiVersion],
      only: [],
      levels: ["MUST", "SHOULD", "MAY"],
      strict: false,
      driver: "client",
      expectations: undefined,
      reports: {},
    });
  });

  test("returns the value of each option", () => {
    const words = [
      "--api-version",
      "2023-07-01",
      "--only",
      "send-*",
      "--only",
      "*",
      "--level",
      "SHOULD",
      "--strict",
      "--driver",
      "raw",
    ];
    const reports = ["--report", "junit=a.xml,json=b=c.json", "--report", "html=d.html,md=e.md"];
    expect(read(...words, ...reports, "--expectations", "f.yaml", "--target", "emulator", "--list", "-h")).toEqual({
      help: true,
      list: true,
      target: expect.objectContaining({ name: "emulator", isMock: false }),
      descriptions: ["2023-07-01"],
      only: ["send-*", "*"],
      levels: ["MUST", "SHOULD"],
      strict: true,
      driver: "raw",
      expectations: "f.yaml",
      reports: { junit: "a.xml", json: "b=c.json", html: "d.html", md: "e.md" },
    });
  });

  test("ignores the repetition of an api-version", () => {
    expect(read("--api-version", "2023-07-01", "--api-version", "2023-07-01").descriptions).toEqual(["2023-07-01"]);
  });

  test("uses a running mock as the target", () => {
    const { target } = read("--target", "prism", "--url", proxy, "--api-version", "2024-12-01");
    expect(target).toMatchObject({ name: proxy, isMock: true, hasOneDescription: true });
  });

  test.for<[what: string, words: string[], access: object]>([
    [
      "a connection string",
      ["--connection-string-env", "WEB_PUBSUB"],
      { address: service, accessKey: SECRET, requestsPerSecond: 20 },
    ],
    [
      "a proxy in front of it, on this machine",
      ["--connection-string-env", "WEB_PUBSUB", "--url", proxy],
      { address: proxy, accessKey: SECRET, audience: service },
    ],
    ["an access key", ["--access-key-env", "KEY", "--url", proxy], { address: proxy, accessKey: SECRET }],
    [
      "a token and a rate",
      ["--token-env", "KEY", "--url", service, "--rate", "2.5"],
      { address: service, token: SECRET, requestsPerSecond: 2.5 },
    ],
  ])("reads the access to a server from %s", ([, words, access]) => {
    expect(read(...words).target).toMatchObject({ name: (access as { address: string }).address, access });
    expect(read(...words).target).toHaveProperty("access", access);
  });

  test.for<[what: string, words: string[], message: string]>([
    ["an unknown option", ["--reprot", "json=a"], "Unknown option --reprot; did you mean --report?"],
    ["an argument without an option", ["prism"], 'Unexpected argument "prism". This command takes options only.'],
    [
      "an unknown api-version",
      ["--api-version", "2020-01-01"],
      `--api-version is "2020-01-01", an unknown api-version. Known: ${DESCRIPTION_NAMES.join(", ")}.`,
    ],
    ["an unknown target", ["--target", "azure"], '--target is "azure", an unknown target. Known: prism, emulator.'],
    ["an unknown level", ["--level", "all"], '--level is "all", an unknown level. Known: must, should, may.'],
    ["an unknown driver", ["--driver", "curl"], '--driver is "curl", an unknown driver. Known: client, raw.'],
    [
      "an address that is not a URL",
      ["--url", "localhost", "--access-key-env", "KEY"],
      '--url is "localhost", not an http or https URL. Example: http://127.0.0.1:4010',
    ],
    [
      "an address that is not http",
      ["--url", "ws://localhost", "--access-key-env", "KEY"],
      '--url is "ws://localhost", not an http or https URL. Example: http://127.0.0.1:4010',
    ],
    [
      "an address alone",
      ["--url", proxy],
      "--url needs credentials (--connection-string-env, --access-key-env or --token-env), or --target prism for a mock.",
    ],
    [
      "a running mock with two descriptions",
      ["--target", "prism", "--url", proxy, "--api-version", "2023-07-01", "--api-version", "2024-12-01"],
      `With --target prism, --url needs exactly one --api-version, the description that is mocked there: ${DESCRIPTION_NAMES.join(", ")}.`,
    ],
    [
      "an emulator at an address",
      ["--target", "emulator", "--url", proxy],
      "--target emulator starts its own emulator and takes no --url. To test a running one, give --url and --access-key-env, without --target.",
    ],
    [
      "a target with a secret",
      ["--target", "prism", "--access-key-env", "KEY", "--url", proxy],
      "--target prism cannot be combined with --access-key-env. To test your own server, leave --target out.",
    ],
    [
      "two secrets",
      ["--token-env", "KEY", "--access-key-env", "KEY", "--url", proxy],
      "--access-key-env and --token-env exclude each other; give one.",
    ],
    [
      "a key without an address",
      ["--access-key-env", "KEY"],
      "--access-key-env needs --url, the address of the server.",
    ],
    [
      "a variable that is not set",
      ["--access-key-env", "NONE", "--url", proxy],
      '--access-key-env names the environment variable "NONE", which is not set or is empty.',
    ],
    [
      "a variable that is empty",
      ["--token-env", "EMPTY", "--url", proxy],
      '--token-env names the environment variable "EMPTY", which is not set or is empty.',
    ],
    [
      "a rate of 0",
      ["--token-env", "KEY", "--url", proxy, "--rate", "0"],
      '--rate is "0"; it must be a number greater than 0 (requests per second).',
    ],
    [
      "an unknown kind of report",
      ["--report", "pdf=a.pdf"],
      '--report "pdf=a.pdf" is not KIND=FILE. Kinds: html, junit, json, md.',
    ],
    [
      "a report without a file",
      ["--report", "html=a.html,json="],
      '--report "json=" is not KIND=FILE. Kinds: html, junit, json, md.',
    ],
  ])("rejects %s", ([, words, message]) => {
    expect(() => read(...words)).toThrow(expect.objectContaining({ name: "UsageError", message }));
  });

  test.for([SECRET, "Endpoint=http://127.0.0.1;AccessKey=s3cret;Version=1.0;"])(
    "does not repeat a secret that is given instead of the name of its variable: %s",
    (secret) => {
      const words = ["--access-key-env", secret, "--url", proxy];
      expect(() => read(...words)).toThrow("--access-key-env takes the name of an environment variable");
      expect(() => read(...words)).not.toThrow(secret);
    },
  );

  test("rejects a broken connection string without quoting it", () => {
    const words = ["--connection-string-env", "BROKEN"];
    expect(() => read(...words)).toThrow(expect.objectContaining({ name: "UsageError" }));
    expect(() => read(...words)).toThrow(/^The connection string /);
    expect(() => read(...words)).not.toThrow(SECRET);
  });
});

describe("HELP", () => {
  test("describes every option, at most 80 characters wide below the examples", () => {
    const [, options = ""] = HELP.split("\nTarget:\n");
    expect(options.split("\n").filter((line) => line.length > 80)).toEqual([]);
    for (const name of DESCRIPTION_NAMES) expect(HELP).toContain(name);
    expect(HELP).toContain(`
Selection:
  --api-version NAME     api-version, or published document, to check against.
                         The cases of the newest also try each older one. One
`);
  });

  test("ends with the exit statuses", () => {
    expect(HELP).toMatch(/\n\nExit status:\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}.+$/);
  });
});
