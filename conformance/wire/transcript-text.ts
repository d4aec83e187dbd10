import type { TranscriptEntry, TranscriptMessage } from "./transcript.js";

const ARROW = { sent: "→", received: "←", closed: "×" };

/** A step as text, line by line. */
export function entryText(step: TranscriptEntry): string {
  if (step.kind === "frame") return `${ARROW[step.direction]} ${step.client}: ${step.text}`;
  const { request, response, curl } = step;
  return [
    `> ${request.method} ${request.url}`,
    ...lines(">", request),
    `< ${response.status}`,
    ...lines("<", response),
    "",
    curl,
  ].join("\n");
}

function lines(mark: string, { headers, body }: TranscriptMessage): string[] {
  const named = headers.map(([name, value]) => `${mark} ${name}: ${value}`);
  return body === "" ? named : [...named, mark, `${mark} ${body}`];
}
