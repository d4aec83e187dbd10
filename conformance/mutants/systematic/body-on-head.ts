import { apiVersions } from "../../../generated/versions.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** These write to the socket: Node.js itself sends no body in the response to HEAD. */
export const bodyOnHead: readonly Mutant[] = describedOperations
  .filter(({ method, responses }) => method === "HEAD" && "404" in responses)
  .map(({ id, name }) =>
    wrongEmulator(
      {
        id: `body-on-head/${name}`,
        summary: `${id} sends a body with its 404, though a response to HEAD has none.`,
        history: "The listing of 2025-08-19 shows a body with the errors of HEAD.",
        operations: [id],
      },
      () => ({
        write: ({ status, headers, body }, request, operation) => {
          if (operation !== id || status !== 404 || body === undefined) return false;
          const text = JSON.stringify(body);
          const all = {
            ...headers,
            "api-supported-versions": apiVersions.join(", "),
            "Content-Length": String(Buffer.byteLength(text)),
          };
          const lines = Object.entries(all).map((pair) => pair.join(": "));
          request.socket.end(`HTTP/1.1 ${status} Not Found\r\n${lines.join("\r\n")}\r\n\r\n${text}`);
          return true;
        },
      }),
    ),
  );
