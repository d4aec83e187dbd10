import { readFile } from "node:fs/promises";
import { join } from "node:path";
import jwt from "jsonwebtoken";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY } from "../../conformance/emulator/index.js";
import { startPrism } from "../../conformance/targets/prism-target.js";
import { descriptions } from "../../generated/descriptions.js";
import { latestApiVersion } from "../../generated/versions.js";
import { exampleRequest, targetOf } from "../generate/example-request.js";
import { type Document, operationsOf } from "../generate/openapi-document.js";
import { DOCUMENT_NAMES, readDocument } from "./bundles.js";
import { instructionsFor } from "./guide.js";
import { startMessageReceiver } from "./message-receiver.js";
import { importTool } from "./tool-folder.js";
import { findTool } from "./tools.js";
import { Workspace } from "./workspace.js";

const operationIds = Object.keys(descriptions[latestApiVersion]).toSorted();

interface Client {
  spec: Document;
  errors: unknown[];
}
interface SwaggerClient {
  default: ((options: object) => Promise<Client>) & {
    resolveSubtree(
      spec: object,
      path: readonly string[],
      options: object,
    ): Promise<{ spec: { operationId: string; parameters: { name?: string }[] } }>;
    execute(options: object): Promise<{ status: number }>;
  };
}

describe.for(DOCUMENT_NAMES)("swagger-client › OpenAPI %s", (name) => {
  test("shows every operation with one api-version, as Swagger UI opens it", async () => {
    const { default: client } = await importTool<SwaggerClient>("swagger-client");
    const spec = readDocument(name);
    const paths = Object.entries(spec.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => ["paths", path, method]),
    );
    const opened = await Promise.all(
      paths.map((path) => client.resolveSubtree(spec, path, { baseDoc: "http://127.0.0.1/openapi.json" })),
    );
    const shown = opened.map(({ spec: { operationId, parameters } }) => [
      operationId,
      parameters.filter((parameter) => parameter.name === "api-version").length,
    ]);
    expect(shown.toSorted()).toEqual(operationIds.map((id) => [id, 1]));
  });

  test("sends JSON, text and bytes as they are, and a parameter for each excluded connection", async () => {
    await using receiver = await startMessageReceiver();
    const { default: client } = await importTool<SwaggerClient>("swagger-client");
    const { endpoint, log } = receiver.emulator;
    const { spec, errors } = await client({ spec: readDocument(name) });
    const send = (operationId: string, path: string, requestContentType: string, requestBody: unknown, more = {}) =>
      client.execute({
        spec,
        operationId,
        parameters: { "api-version": latestApiVersion, hub: "chat", ...more },
        requestContentType,
        requestBody,
        serverVariables: { endpoint },
        securities: {
          authorized: {
            accessKey: jwt.sign({}, DEFAULT_ACCESS_KEY, {
              audience: `${endpoint}/api/hubs/chat/${path}`,
              expiresIn: 60,
            }),
          },
        },
      });
    await send("sendToAll", ":send", "application/json", { text: "hello" }, { excluded: ["a", "b"] });
    await send("addConnectionsToGroups", ":addToGroups", "application/json", { groups: ["lobby"] });
    await send("sendToAll", ":send", "text/plain", "hello");
    await send("sendToAll", ":send", "application/octet-stream", new Uint8Array([0, 255]));
    const requests = log.requests.map(({ status, parameters }) => [status, parameters.excluded]);
    expect(errors).toEqual([]);
    expect(requests).toEqual([
      [202, ["a", "b"]],
      [200, undefined],
      [202, []],
      [202, []],
    ]);
    expect(await receiver.messages()).toEqual([
      ["json", { text: "hello" }],
      ["text", "hello"],
      ["binary", "AP8="],
    ]);
  });
});

interface PostmanItem {
  item?: PostmanItem[];
  request?: {
    url: { query: { key: string; value: string; disabled: boolean }[] };
    body?: { mode?: string; raw?: string };
    header?: { key: string; value: string }[];
  };
}

describe.for(DOCUMENT_NAMES)("openapi-to-postmanv2 › OpenAPI %s", (name) => {
  async function importedRequests() {
    const tool = findTool("openapi-to-postmanv2");
    await using workspace = await Workspace.create(tool, readDocument(name));
    await workspace.npx(instructionsFor(tool.name).command);
    const collection = JSON.parse(await readFile(join(workspace.folder, "collection.json"), "utf8")) as PostmanItem;
    const requestsOf = ({ item = [], request }: PostmanItem): NonNullable<typeof request>[] =>
      request === undefined ? item.flatMap(requestsOf) : [request];
    return requestsOf(collection);
  }

  test("makes a request of every operation, with the api-version filled in", async () => {
    const queries = (await importedRequests()).map(({ url }) =>
      url.query.filter(({ key }) => key === "api-version").map(({ value, disabled }) => [value, disabled]),
    );
    expect(queries).toEqual(operationIds.map(() => [[latestApiVersion, false]]));
  });

  test("fills in the bodies from the examples, with their media type", async () => {
    const bodies = (await importedRequests())
      .filter(({ body }) => body?.mode === "raw")
      .map(({ body, header = [] }) => [
        header.find(({ key }) => key === "Content-Type")?.value,
        typeof JSON.parse(body?.raw ?? ""),
      ]);
    const withBody = Object.values(descriptions[latestApiVersion]).filter((each) => each.requestMediaTypes.length > 0);
    expect(bodies).toEqual(withBody.map(() => ["application/json", "object"]));
  });
});

describe.for(DOCUMENT_NAMES)("Prism › OpenAPI %s", (name) => {
  test("responds to a request for every operation with its success", async () => {
    const document = readDocument(name);
    const prism = await startPrism(document);
    onTestFinished(() => prism.close());
    const statuses: unknown[] = [];
    for (const placed of operationsOf(document)) {
      const request = exampleRequest(document, placed);
      const { method, body } = request;
      const response = await fetch(prism.target.endpoint + targetOf(request), {
        method,
        headers: { Authorization: "Bearer token", ...(body && { "Content-Type": body.type }) },
        ...(body && { body: JSON.stringify(body.value) }),
      });
      await response.arrayBuffer();
      statuses.push([placed.operation.operationId, response.ok]);
    }
    expect(statuses.toSorted()).toEqual(operationIds.map((id) => [id, true]));
  });
});
