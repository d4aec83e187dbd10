import type { WebSocket } from "ws";
import type { Interception } from "../../emulator/interception.js";

/** Does something else when a socket would be closed with this code. */
export const insteadOfClosing =
  (code: number, act: (socket: WebSocket, close: WebSocket["close"], reason: string | Buffer | undefined) => void) =>
  (): Interception => ({
    socket: (socket) => {
      const close = socket.close.bind(socket);
      socket.close = (given, reason) => (given === code ? act(socket, close, reason) : close(given, reason));
    },
  });

/** Closes sockets with another code. */
export const closingWith = (code: number, otherCode: number) =>
  insteadOfClosing(code, (_, close, reason) => close(otherCode, reason));
