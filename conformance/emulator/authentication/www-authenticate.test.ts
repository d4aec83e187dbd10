import { expect, test } from "vitest";
import { wwwAuthenticate } from "./index.js";

test("a token that is refused is answered with the reason and its explanation", () => {
  expect(wwwAuthenticate({ reason: "audience path", explanation: "Another path: /a?b." })).toBe(
    'Bearer error="invalid_token", error_description="audience path: Another path: /a?b."',
  );
});

test.for(["no token", "scheme"] as const)("%s is answered with the word alone", (refused) => {
  expect(wwwAuthenticate({ reason: refused, explanation: "Whatever." })).toBe("Bearer");
});

test("nothing ends the quoted text or the line, and it is all ASCII", () => {
  const value = wwwAuthenticate({ reason: "malformed", explanation: 'a"b\\c\r\nd\u0000é🔑~!' });
  expect(value).toBe('Bearer error="invalid_token", error_description="malformed: a?b?c??d????~!"');
  expect(() => new Headers({ "WWW-Authenticate": value })).not.toThrow();
});
