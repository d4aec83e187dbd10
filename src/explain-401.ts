/**
 * Why the service may not have accepted a token, by comparing what was signed with what was requested. Nothing of the key
 * and the signature is in it.
 *
 * @param audience what the token has to name
 * @param now the client's time in milliseconds since 1970
 */
export function explain401(token: string, audience: string, response: Response, now: number): string {
  const claims = claimsOf(token);
  const said = /error_description="([^"]*)"/.exec(response.headers.get("WWW-Authenticate") ?? "")?.[1];
  const date = Date.parse(response.headers.get("Date") ?? "");
  const rows: [name: string, signed: string, requested: string][] = [
    ["audience", text(claims.aud), audience],
    ["expires", moment(claims.exp), `it is ${new Date(now).toISOString()} here`],
    ...(Number.isNaN(date)
      ? []
      : [
          ["clock", `${new Date(now).toISOString()} here`, `${new Date(date).toISOString()} at the service`] as [
            string,
            string,
            string,
          ],
        ]),
  ];
  const width = Math.max(...rows.map(([, signed]) => signed.length), "signed".length);
  const lines = rows.map(([name, signed, requested]) => `  ${name.padEnd(9)} ${signed.padEnd(width)}  ${requested}`);
  const hints = hintsOf(claims, audience, date, now);
  return [
    "the service did not accept the token.",
    ...(said === undefined ? [] : [`It says: ${said}`]),
    `  ${"".padEnd(9)} ${"signed".padEnd(width)}  requested`,
    ...lines,
    ...hints,
  ].join("\n");
}

/** How far the clocks may differ, in milliseconds. */
const SKEW = 300_000;

function hintsOf({ aud, exp }: Record<string, unknown>, audience: string, date: number, now: number): string[] {
  if (aud === undefined)
    return ["The token is none of an access key: it may have no role that allows this, or be for another resource."];
  const hints: string[] = [];
  if (text(aud).toLowerCase() !== audience.toLowerCase())
    hints.push("The audience is not the address that was requested.");
  if (!Number.isNaN(date) && Math.abs(date - now) > SKEW) {
    hints.push(`The clocks differ by ${Math.round(Math.abs(date - now) / 1000)} seconds: set this computer's.`);
  }
  if (typeof exp === "number" && exp * 1000 < (Number.isNaN(date) ? now : date) - SKEW)
    hints.push("The token has expired.");
  if (hints.length === 0) {
    hints.push(
      "Audience and time agree, so the key differs: another resource's, one that was regenerated, or changed on the way. It is used as the portal shows it, not base64-decoded. Or access keys are disabled on the resource.",
    );
  }
  return hints;
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "–";
}

function moment(seconds: unknown): string {
  return typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : "–";
}
