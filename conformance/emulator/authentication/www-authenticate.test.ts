import { describe, expect, test } from "vitest";
import { wwwAuthenticate } from "./index.js";

describe("wwwAuthenticate", () => {
  test("returns the reason and the explanation of a rejected token", () => {
    expect(wwwAuthenticate({ reason: "audience path", explanation: "Another path: /a?b." })).toBe(
      'Bearer error="invalid_token", error_description="audience path: Another path: /a?b."',
    );
  });

  test.for(["no token", "scheme"] as const)("returns `Bearer` only for the reason %s", (reason) => {
    expect(wwwAuthenticate({ reason, explanation: "Any text." })).toBe("Bearer");
  });

  test("replaces quotes, backslashes, line breaks and characters beyond ASCII", () => {
    const value = wwwAuthenticate({ reason: "malformed", explanation: 'a"b\\c\r\nd\u0000é🔑~!' });
    expect(value).toBe('Bearer error="invalid_token", error_description="malformed: a?b?c??d????~!"');
    expect(new Headers({ "WWW-Authenticate": value }).get("WWW-Authenticate")).toBe(value);
  });
});
