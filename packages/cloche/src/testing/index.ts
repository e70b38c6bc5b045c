/** The door for users' own tests: a clock, an issuer, signed deliveries, and the suites that stores are held to. */
export { type Clock, type FixedClock, fixedClock } from "../kernel/index.js";
export {
  deliveryOf,
  type PlainDelivery,
  SIGNERS as partnerSigners,
  type SignedHeaders,
  type Signer,
  signRazorpayCheckout,
  type ToSign,
  twilioJsonUrl,
} from "../layers/webhooks/index.js";
export { describeLimitStore, type LimitStoreUnderTest } from "./limit-store.js";
export { describeRefreshStore } from "./refresh-store.js";
export { describeReplayStore, type ReplayStoreUnderTest, type ReplaySuiteOptions } from "./replay-store.js";
export type { TestRunner } from "./runner.js";
export { type TestIssuer, type TestIssuerOptions, type TestTokenRequest, testIssuer } from "./test-issuer.js";
