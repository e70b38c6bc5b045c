/** Who is exempt and who is denied, by address in any notation and by caller. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type AccessListOptions, accessLists, DENIED_CLIENT, type ListedClients } from "./index.js";

const lists = accessLists({
  exempt: { addresses: ["10.1.0.0/16", "2001:db8:5::/48", "loopback", "192.0.2.7"], callers: ["svc-monitoring"] },
  denied: { addresses: ["10.1.66.0/24", "198.51.100.9"], callers: ["u-banned"] },
});

describe("the lists", () => {
  it.each([
    [{ address: "10.1.2.3" }, "exempt"],
    [{ address: "::ffff:10.1.2.3" }, "exempt"],
    [{ address: "2001:DB8:5:0::1" }, "exempt"],
    [{ address: "127.0.0.1" }, "exempt"],
    [{ address: "192.0.2.7" }, "exempt"],
    [{ address: "10.2.0.1" }, undefined],
    [{ address: "192.0.2.8" }, undefined],
    [{ address: "unknown" }, undefined],
    [{ address: "203.0.113.1", callerId: "svc-monitoring" }, "exempt"],
    [{ address: "203.0.113.1", callerId: "svc-other" }, undefined],
    [{ address: "198.51.100.9", callerId: "svc-monitoring" }, "denied"],
    [{ address: "10.1.66.5" }, "denied"],
    [{ address: "127.0.0.1", callerId: "u-banned" }, "denied"],
  ] as const)("%j is %s", (client, found) => {
    expect(lists.find(client)).toBe(found);
  });

  it("name nobody where they are empty", () => {
    expect(accessLists({}).find({ address: "127.0.0.1", callerId: "a" })).toBeUndefined();
  });

  it("refuse with 403, not with a limit's 429", () => {
    expect(DENIED_CLIENT).toMatchObject({ status: 403, reason: "deny_listed" });
    expect(lists.describe()).toBe("exempt: 4 networks, 1 callers; denied: 2 networks, 1 callers");
  });

  it("may deny a network that is too wide to be exempt", () => {
    const wide: ListedClients = { addresses: ["64.0.0.0/2"] };
    expect(accessLists({ denied: wide }).find({ address: "100.1.1.1" })).toBe("denied");
    expect(() => accessLists({ exempt: wide })).toThrow(/option_invalid/);
  });

  it.each([
    { exempt: { addresses: ["0.0.0.0/0"] } },
    { exempt: { addresses: ["::/0"] } },
    { exempt: { addresses: ["localhost"] } },
    { exempt: { addresses: "127.0.0.1" } },
    { exempt: { address: ["127.0.0.1"] } },
    { allow: {} },
  ])("%j stops the start", (options) => {
    expect(() => accessLists(options as AccessListOptions)).toThrow(ConfigError);
  });
});
