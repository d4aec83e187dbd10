import type { TranscriptEntry, TranscriptMessage } from "./transcript.js";

const ARROWS = { sent: "→", received: "←", closed: "×" };

/** An entry of a transcript as plain text, on several lines if it is an exchange. */
export function entryText(entry: TranscriptEntry): string {
  if (entry.kind === "frame") return `${ARROWS[entry.direction]} ${entry.client}: ${entry.text}`;
  const { request, response, curl } = entry;
  return [
    `> ${request.method} ${request.url}`,
    ...messageLines(">", request),
    `< ${response.status}`,
    ...messageLines("<", response),
    "",
    curl,
  ].join("\n");
}

function messageLines(mark: string, { headers, body }: TranscriptMessage): string[] {
  const headerLines = headers.map(([name, value]) => `${mark} ${name}: ${value}`);
  return body === "" ? headerLines : [...headerLines, mark, `${mark} ${body}`];
}
