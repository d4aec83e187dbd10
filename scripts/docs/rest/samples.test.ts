import { describe, expect, test } from "vitest";
import { descriptions } from "../../../generated/descriptions.js";
import { apiVersions } from "../../../generated/versions.js";
import { readBundle } from "../../../spec/testing/read-description.js";
import { operationsOf } from "../../generate/openapi-document.js";
import { samplesOf } from "./samples.js";

describe.for(apiVersions)("curl samples of %s", (version) => {
  const document = readBundle(version);

  test.for(operationsOf(document).map((placed) => [placed.operation.operationId, placed] as const))(
    "%s sends what the operation table of that api-version has",
    ([id, placed]) => {
      const { curl } = samplesOf(document, placed, false);
      const { method, path, parameters, requestMediaTypes } = descriptions[version][id] ?? expect.fail(id);
      expect(curl).toMatch(method === "HEAD" ? /^curl --head / : new RegExp(`^curl --request ${method} `));
      const url = new URL(/\$WEBPUBSUB_ENDPOINT([^"]*)/.exec(curl)?.[1] ?? "", "http://localhost");
      const escaped = path.replaceAll(/[:.]/g, "\\$&").replaceAll(/\{[^}]*\}/g, "[^/{}]+");
      expect(url.pathname).toMatch(new RegExp(`^${escaped}$`));
      expect(url.searchParams.getAll("api-version")).toEqual([version]);
      const known = parameters.filter((each) => each.in === "query").map(({ name }) => name);
      expect(known).toEqual(expect.arrayContaining([...url.searchParams.keys()]));
      const [mediaType] = /(?<=Content-Type: )[^"]+/.exec(curl) ?? [];
      expect(mediaType).toBe(requestMediaTypes[0]);
      expect(curl.includes("--data-binary")).toBe(mediaType !== undefined);
    },
  );
});
