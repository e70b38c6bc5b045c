/** Brings a browser from http to https, and never a program (ASVS 5.0, 4.1.2). */
import {
  configFault,
  type HeaderPair,
  oneOf,
  onlyKnown,
  type Refusal,
  type RequestHead,
  refuse,
} from "../../kernel/index.js";
import { originOf } from "./origin.js";

/** Where pages live. */
export interface TlsRedirectOptions {
  /** The origin to send browsers to, such as `https://shop.example`. Not the request's own `Host`, which anybody sets. */
  readonly origin: string;
  /** `page` redirects; `api` refuses, so that a program with a wrong address is noticed and not helped. */
  readonly answers: "page" | "api";
}

/** A redirect. */
export interface TlsRedirect {
  readonly status: 308;
  readonly headers: readonly HeaderPair[];
}

/** What becomes of a request without TLS; `undefined` for one with it. */
export type TlsDecision = TlsRedirect | Refusal | undefined;

/**
 * Decides once what becomes of requests that came without TLS.
 *
 * A program follows a redirect and has then sent its token, in the clear, with every request; nobody sees it. So an
 * API refuses. A page's form that was already posted in the clear is refused as well. Requests over TLS go on.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * const redirect = tlsRedirect({ origin: "https://shop.example", answers: "page" });
 * redirect(head); // { status: 308, headers: [["location", "https://shop.example/menu"]] }
 */
export function tlsRedirect(options: TlsRedirectOptions): (head: RequestHead) => TlsDecision {
  onlyKnown(options, ["origin", "answers"], "tlsRedirect");
  const origin = originOf(options.origin, "tlsRedirect.origin");
  const redirects = oneOf(options.answers, ["page", "api"], "tlsRedirect.answers") === "page";
  if (!origin.startsWith("https://")) {
    throw configFault("option_invalid", { where: "tlsRedirect.origin", fix: "Give the origin with https." });
  }
  return ({ secure, method, target }) => {
    if (secure) return undefined;
    if (!redirects || (method !== "GET" && method !== "HEAD")) return TLS_REQUIRED;
    // A target in absolute form or in asterisk form names no path to keep.
    const path = target.startsWith("/") ? target : "/";
    return { status: 308, headers: [["location", origin + path]] };
  };
}

const TLS_REQUIRED: Refusal = Object.freeze(
  refuse("forbidden", { reason: "tls_required", detail: "This address answers over https only." }),
);
