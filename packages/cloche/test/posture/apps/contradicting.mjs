/** A gate whose promises contradict each other: one stops the start, the other is a warning. */
export const gateOptions = {
  origins: ["http://shop.example"],
  limits: {
    store: { take: () => [] },
    defaults: { "/": "9 per minute by address", "/elsewhere/": "1 per minute by address" },
  },
};
