import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JSON_V1, RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";
import { parseClientFrame } from "./client-frame.js";
import { FrameError } from "./frame-error.js";
import { membersOf } from "./json-members.js";

const parameters = { seed: 20241201, numRuns: Number(process.env.FUZZ_RUNS ?? 300) };

/** Frames with known members of any value. */
const nearlyValid = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom("joinGroup", "sendToGroup", "EVENT", "sequenceAck", "leaveGroup"), fc.jsonValue()),
      group: fc.oneof(fc.string(), fc.jsonValue()),
      event: fc.oneof(fc.constantFrom("order", "__proto__"), fc.jsonValue()),
      ackId: fc.oneof(fc.nat(), fc.jsonValue()),
      sequenceId: fc.oneof(fc.nat(), fc.jsonValue()),
      dataType: fc.oneof(fc.constantFrom("text", "json", "binary"), fc.jsonValue()),
      data: fc.jsonValue(),
      metadata: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
      ttlSeconds: fc.oneof(fc.integer(), fc.jsonValue()),
      noEcho: fc.oneof(fc.boolean(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  .map((frame) => JSON.stringify(frame));

const text = fc.oneof(nearlyValid, fc.json(), fc.string({ unit: "binary" }));

describe("client frames", () => {
  test("parseClientFrame › returns a frame or throws a FrameError for any text", () => {
    fc.assert(
      fc.property(text, (input) => {
        try {
          parseClientFrame(input);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
          expect(Buffer.byteLength((error as FrameError).message)).toBeLessThanOrEqual(123);
        }
      }),
      { ...parameters, numRuns: parameters.numRuns * 10 },
    );
  });

  test("membersOf › returns the members of any object, however it is formatted", () => {
    const members = fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.jsonValue()));
    const space = fc.constantFrom("", " ", "\n", "\t\r\n ");
    fc.assert(
      fc.property(members, space, fc.constantFrom(undefined, 2), (pairs, gap, indent) => {
        const written = pairs.map(
          ([name, value]) => [JSON.stringify(name), JSON.stringify(value, null, indent)] as const,
        );
        const inner = written.map(([name, value]) => `${gap}${name}${gap}:${gap}${value}${gap}`).join(",");
        const found = membersOf(`${gap}{${inner}${gap}}${gap}`);
        expect(found).toEqual(written.map(([name, value]) => ({ name: JSON.parse(name), text: value })));
      }),
      { ...parameters, numRuns: parameters.numRuns * 10 },
    );
  });

  test("SocketEndpoint › keeps serving other clients, whatever frames a client sends", async () => {
    const rejections: unknown[] = [];
    const record = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", record);
    const endpoint = await startEndpoint({}, ({ event, payload }) => {
      if (event === "__proto__") throw new Error("rejected");
      return payload;
    });
    const bystanders = [
      await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["mine"] })),
      await TestClient.connectJson(endpoint.url({ groups: ["mine"] }), RELIABLE_V1),
    ];
    const frames = fc.array(fc.oneof(text, fc.uint8Array().map(Buffer.from)), { minLength: 1, maxLength: 20 });
    const protocol = fc.constantFrom(undefined, JSON_V1, RELIABLE_V1);
    let barrier = 0;
    await fc.assert(
      fc.asyncProperty(frames, protocol, async (sent, offered) => {
        const client = await TestClient.connect(endpoint.url({ roles: ["webpubsub.sendToGroup.other"] }), offered);
        for (const frame of sent) client.send(frame);
        client.socket.close();
        await client.closed;
        barrier += 1;
        sendToAll(endpoint, `barrier ${barrier}`);
        for (const bystander of bystanders) {
          expect(await bystander.next()).toMatchObject({ from: "server", data: `barrier ${barrier}` });
        }
        bystanders[1]?.send({ type: "sequenceAck", sequenceId: barrier });
      }),
      parameters,
    );
    process.off("unhandledRejection", record);
    expect(rejections).toEqual([]);
  });

  test("SocketEndpoint › keeps serving other clients, whatever bytes follow a handshake", async () => {
    const endpoint = await startEndpoint();
    const bystander = await TestClient.connectJson(endpoint.url());
    let barrier = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1 }), async (chunks) => {
        const client = await TestClient.connect(endpoint.url(), JSON_V1);
        const { _socket: stream } = client.socket as unknown as { _socket: import("node:net").Socket };
        for (const chunk of chunks) stream.write(chunk);
        stream.end();
        await client.closed;
        barrier += 1;
        sendToAll(endpoint, `barrier ${barrier}`);
        expect(await bystander.next()).toMatchObject({ data: `barrier ${barrier}` });
      }),
      { ...parameters, numRuns: Math.ceil(parameters.numRuns / 3) },
    );
  });
});
