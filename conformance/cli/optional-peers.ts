/** An optional peer dependency, which users install themselves, is missing. */
export class MissingPeerError extends Error {
  override readonly name = "MissingPeerError";
}

/**
 * Imports a module that needs optional peer dependencies.
 *
 * @param packages the names of those that the module imports
 * @throws {MissingPeerError} if one of them is not installed. The message has the command that installs them
 */
export async function withPeers<T>(packages: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" || !packages.some((name) => message.includes(`'${name}'`))) throw error;
    throw new MissingPeerError(
      `Missing optional packages: ${packages.join(", ")}. Install them: npm install --save-dev ${packages.join(" ")}`,
      { cause: error },
    );
  }
}
