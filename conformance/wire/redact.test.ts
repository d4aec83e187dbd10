import { describe, expect, test } from "vitest";
import { ConformanceError } from "./conformance-error.js";
import { redact, registerSecret } from "./redact.js";
import { toTranscriptEntry } from "./transcript.js";

// Its base64 has a slash, so that the two alphabets differ.
const SECRET = '???s3cret/+of="this\\run"';
registerSecret(SECRET, "ACCESS_KEY");

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln";
const RECONNECTION_TOKEN = "dG9rZW4tb2YtYS1jb25uZWN0aW9u";

describe("redact", () => {
  test("removes all of a secret that starts with another one", () => {
    registerSecret("start-of-a-key", "SHORT");
    registerSecret("start-of-a-key-and-more", "LONG");
    expect(redact("start-of-a-key-and-more start-of-a-key")).toBe("$LONG $SHORT");
  });

  test.for([
    ["a registered secret", SECRET],
    ["a registered secret, percent-encoded", encodeURIComponent(SECRET)],
    ["a registered secret, escaped in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["a registered secret in base64 without padding", Buffer.from(SECRET).toString("base64").replace(/=+$/, "")],
    ["a registered secret in base64url", Buffer.from(SECRET).toString("base64url")],
  ] as const)("removes %s", ([, form]) => {
    expect(redact(`a ${form} b ${form}`)).toBe("a $ACCESS_KEY b $ACCESS_KEY");
  });

  test("removes a registered secret in base64 with padding", () => {
    registerSecret("12345678", "TOKEN");
    expect(redact(`a ${Buffer.from("12345678").toString("base64")} b`)).toBe("a $TOKEN= b");
  });

  test("keeps texts that happen to be the base64 of a short secret", () => {
    registerSecret("Kv!", "SHORT");
    expect(redact(`a Kv! ${Buffer.from("Kv!").toString("base64")}`)).toBe("a $SHORT S3Yh");
  });

  test("ignores an empty secret", () => {
    registerSecret("", "NOTHING");
    expect(redact("abc")).toBe("abc");
  });

  test.for([
    ["a JWT", `access_token=${JWT}&a=b`, "access_token=$JWT&a=b"],
    [
      "a reconnection token in a frame",
      `{"type":"system","reconnectionToken":"${RECONNECTION_TOKEN}","userId":"alice"}`,
      '{"type":"system","reconnectionToken":"$RECONNECTION_TOKEN","userId":"alice"}',
    ],
    [
      "a reconnection token in an indented frame",
      `"reconnectionToken": "${RECONNECTION_TOKEN}"`,
      '"reconnectionToken": "$RECONNECTION_TOKEN"',
    ],
    [
      "a reconnection token in a URL",
      `ws://a/client/hubs/chat?awps_connection_id=1&awps_reconnection_token=${RECONNECTION_TOKEN}&x=y`,
      "ws://a/client/hubs/chat?awps_connection_id=1&awps_reconnection_token=$RECONNECTION_TOKEN&x=y",
    ],
    [
      "the signature of a shared access signature",
      "https://a/b?sv=2024-11-04&sig=ab%2Bc%3D&se=1",
      "https://a/b?sv=2024-11-04&sig=$SIGNATURE&se=1",
    ],
    ["Basic credentials", "Basic dXNlcjpwYXNzd29yZA== and more", "Basic $CREDENTIALS and more"],
    ["Basic credentials in lower case", "basic dXNlcjpwYXNzd29yZA==", "basic $CREDENTIALS"],
  ] as const)("removes %s", ([, text, redacted]) => {
    expect(redact(text)).toBe(redacted);
  });

  test.for(["Basic authentication is not accepted.", "Basic realm", "the configured sig", "Bearer garbage"])(
    "keeps %j",
    (text) => {
      expect(redact(text)).toBe(text);
    },
  );
});

describe("redacted output", () => {
  const frame = `{"reconnectionToken":"${RECONNECTION_TOKEN}"}`;

  test("contains no reconnection token of a frame", () => {
    expect(toTranscriptEntry({ client: "alice", direction: "received", text: frame })).toMatchObject({
      text: '{"reconnectionToken":"$RECONNECTION_TOKEN"}',
    });
  });

  test("contains no secret of a request or its response", () => {
    const entry = toTranscriptEntry({
      request: {
        method: "POST",
        url: new URL(`http://a.example/b?access_token=${JWT}`),
        headers: new Headers({ authorization: `Bearer ${JWT}`, "proxy-authorization": "Basic dXNlcjpwYXNzd29yZA==" }),
        body: new TextEncoder().encode(SECRET),
      },
      response: {
        status: 200,
        headers: new Headers({ location: `/c?awps_reconnection_token=${RECONNECTION_TOKEN}` }),
        body: new TextEncoder().encode(frame),
      },
    });
    const text = JSON.stringify(entry);
    for (const secret of [JWT, RECONNECTION_TOKEN, "dXNlcjpwYXNzd29yZA", SECRET, "s3cret"]) {
      expect(text).not.toContain(secret);
    }
  });

  test("contains no reconnection token of a failure", () => {
    const { message, difference } = new ConformanceError(`Expected the frame {}, got ${frame}.`);
    expect(difference).toBe('Expected the frame {}, got {"reconnectionToken":"$RECONNECTION_TOKEN"}.');
    expect(message).toBe(difference);
  });
});
