/** A package that this command works with, but that users install themselves, is missing. */
export class MissingPeerError extends Error {
  override readonly name = "MissingPeerError";
}

/** Loads what needs packages that may not be there. @throws {MissingPeerError} saying how to get them. */
export async function withPeers<T>(packages: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" || !packages.some((name) => message.includes(`'${name}'`))) throw error;
    const list = packages.join(" ");
    throw new MissingPeerError(`Not installed: ${list}. Install with: npm install --save-dev ${list}`, {
      cause: error,
    });
  }
}
