/** The head of a request, as the layers read it: no framework, no body. */

/** Method, target and headers of one request. */
export interface RequestHead {
  /** The method as sent, in capitals. */
  readonly method: string;
  /** The request target exactly as sent, path and query undecoded. */
  readonly target: string;
  /** The canonical address of the client, as the trusted proxies tell it. */
  readonly address: string;
  /** Whether the client's connection is encrypted, as the trusted proxies tell it. */
  readonly secure: boolean;
  /** The value of a header by its lower-case name; several are joined by ", ". */
  header(name: string): string | undefined;
  /** How many times a header was sent. */
  headerCount(name: string): number;
}
