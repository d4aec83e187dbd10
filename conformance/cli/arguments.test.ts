import { expect, test } from "vitest";
import { readArguments } from "./arguments.js";

const SECRET = "a-secret-key-of-more-than-32-characters";
const environment = {
  WEB_PUBSUB: `Endpoint=https://contoso.webpubsub.azure.com;AccessKey=${SECRET};Version=1.0;`,
  KEY: SECRET,
  EMPTY: "",
  BROKEN: `Endpoint=https://a.example;AccessKey`,
};
const read = (...words: string[]) => readArguments(words, environment);

test("without arguments, all cases of both api-versions are held against Prism, and nothing is written", () => {
  expect(read()).toEqual({
    help: false,
    list: false,
    target: { kind: "prism", url: undefined },
    descriptions: ["2024-12-01", "2023-07-01"],
    only: [],
    levels: ["MUST", "SHOULD", "MAY"],
    driver: "client",
    expectations: undefined,
    reports: {},
  });
});

test("everything is taken as it is given", () => {
  const words = ["--api", "2023-07-01", "--only", "send-*", "--only", "*", "--level", "should", "--driver", "raw"];
  const reports = ["--report", "junit=a.xml,json=b=c.json", "--report", "html=d.html,md=e.md"];
  expect(read(...words, ...reports, "--expectations", "f.yaml", "--target", "emulator", "--list")).toEqual({
    help: false,
    list: true,
    target: { kind: "emulator" },
    descriptions: ["2023-07-01"],
    only: ["send-*", "*"],
    levels: ["MUST", "SHOULD"],
    driver: "raw",
    expectations: "f.yaml",
    reports: { junit: "a.xml", json: "b=c.json", html: "d.html", md: "e.md" },
  });
});

const service = "https://contoso.webpubsub.azure.com";
const proxy = "http://127.0.0.1:9000";
test.for<[what: string, words: string[], target: object]>([
  [
    "a connection string",
    ["--connection-string-env", "WEB_PUBSUB"],
    { kind: "server", address: service, accessKey: SECRET, requestsPerSecond: 20 },
  ],
  [
    "a proxy in front of it, on this machine",
    ["--connection-string-env", "WEB_PUBSUB", "--url", proxy],
    { kind: "server", address: proxy, accessKey: SECRET, audience: service },
  ],
  ["an access key", ["--access-key-env", "KEY", "--url", proxy], { kind: "server", address: proxy, accessKey: SECRET }],
  [
    "a token, and a rate",
    ["--token-env", "KEY", "--url", service, "--rate", "2.5"],
    { kind: "server", address: service, token: SECRET, requestsPerSecond: 2.5 },
  ],
  [
    "a mock that runs already",
    ["--target", "prism", "--url", proxy, "--api", "2024-12-01"],
    { kind: "prism", url: proxy },
  ],
])("the target can be %s", ([, words, target]) => {
  expect(read(...words).target).toEqual(target);
});

test.for<[what: string, words: string[], message: RegExp]>([
  ["an option that there is not", ["--colour"], /--colour/],
  ["a word that belongs to no option", ["prism"], /prism/],
  [
    "an api-version that is not described",
    ["--api", "2020-01-01"],
    /--api is "2020-01-01".*2024-12-01, 2023-07-01, published-2025-08-19/,
  ],
  ["another target", ["--target", "azure"], /--target is "azure"\. Choose one of prism, emulator\./],
  ["another level", ["--level", "all"], /--level is "ALL"\. Choose one of must, should, may\./],
  ["another driver", ["--driver", "curl"], /--driver is "curl"/],
  ["an address that is none", ["--url", "localhost", "--access-key-env", "KEY"], /--url is "localhost"/],
  ["an address alone", ["--url", proxy], /--url alone does not say what is there/],
  ["a mock without one description", ["--target", "prism", "--url", proxy], /needs one --api/],
  ["an emulator at an address", ["--target", "emulator", "--url", proxy], /starts one in this process/],
  [
    "a server that is called Prism",
    ["--target", "prism", "--access-key-env", "KEY", "--url", proxy],
    /--target prism and/,
  ],
  ["two secrets", ["--token-env", "KEY", "--access-key-env", "KEY", "--url", proxy], /give one of them/],
  ["a key without an address", ["--access-key-env", "KEY"], /--access-key-env needs --url/],
  ["a variable that there is not", ["--access-key-env", "NONE", "--url", proxy], /"NONE".*no environment variable/],
  ["a variable that is empty", ["--access-key-env", "EMPTY", "--url", proxy], /"EMPTY".*no environment variable/],
  ["a connection string that is none", ["--connection-string-env", "BROKEN"], /has a part that is not Name=value/],
  ["a rate of nothing", ["--token-env", "KEY", "--url", proxy, "--rate", "0"], /--rate is "0"/],
  ["a report of no kind", ["--report", "pdf=a.pdf"], /"pdf=a.pdf".*html=FILE, junit=FILE, json=FILE, md=FILE/],
  ["a report without a file", ["--report", "json="], /"json="/],
])("%s is refused, and the message names it and no secret", ([, words, message]) => {
  expect(() => read(...words)).toThrow(message);
  expect(() => read(...words)).not.toThrow(SECRET);
});
