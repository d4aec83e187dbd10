/**
 * A success without a body, as a pool receives it. Making the `Response` takes a sixth of the CPU time of a send, and few programs
 * read it: it is made when it is read for the first time.
 */
export class LightResponse {
  readonly ok = true;
  readonly status: number;
  /** What openapi-fetch reads of the headers. */
  readonly headers: { get(name: string): string | null };
  readonly #make: () => Response;
  #response: Response | undefined;

  /** @param headers by name in lower case */
  constructor(status: number, headers: Readonly<Record<string, string | string[] | undefined>>, make: () => Response) {
    this.status = status;
    this.headers = { get: (name) => headers[name.toLowerCase()]?.toString() ?? null };
    this.#make = make;
  }

  text(): Promise<string> {
    return Promise.resolve("");
  }

  /** @throws {TypeError} if `Response` does not accept a header */
  get response(): Response {
    this.#response ??= this.#make();
    return this.#response;
  }

  /** The result of a call that it is the response to. */
  get result(): Success {
    return new Delivered(this) as unknown as Success;
  }
}

interface Success {
  readonly data: undefined;
  readonly response: Response;
}

/** A result whose response is a getter, one function for all: a getter of its own would give each result a shape of its own. */
class Delivered {
  readonly data = undefined;
  readonly #light: LightResponse;
  static readonly #response = {
    enumerable: true,
    configurable: true,
    get(this: Delivered) {
      return this.#light.response;
    },
  };

  constructor(light: LightResponse) {
    this.#light = light;
    Object.defineProperty(this, "response", Delivered.#response);
  }
}
