/** A connection without a network: bytes go in, the answer comes out, and nothing depends on the clock. */
import { Duplex } from "node:stream";

/** One connection to an HTTP server in this process. */
export class Wire extends Duplex {
  remoteAddress = "127.0.0.1";
  #answered = () => {};

  /** @param server An http.Server. */
  constructor(server) {
    super();
    server.emit("connection", this);
  }

  _read() {}

  _write(chunk, _encoding, done) {
    this.#answered(chunk);
    done();
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @throws Error where the status is not the expected one
   */
  async ask(request, status) {
    const answer = await new Promise((resolve) => {
      this.#answered = (chunk) => {
        this.#answered = () => {};
        resolve(chunk.toString("latin1"));
      };
      this.push(request);
    });
    if (!answer.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`Expected ${status}: ${answer.slice(0, 300)}`);
    // The server has more to do once its answer is out, such as the log line.
    await new Promise(setImmediate);
    return answer;
  }
}
