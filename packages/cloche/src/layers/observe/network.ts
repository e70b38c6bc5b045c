/** Shortens an address to its network, which tells abuse apart but not one person from the neighbours. */

const IPV4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/;
const IPV6 = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i;
/** Three groups written the shortest way, the last not zero: they are the network as they stand. */
const PLAIN_IPV6 = /^([1-9a-f][0-9a-f]{0,3}:(?:0|[1-9a-f][0-9a-f]{0,3}):[1-9a-f][0-9a-f]{0,3}):/;
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const GROUPS_OF_48_BITS = 3;

/**
 * The /24 of an IPv4 address, the /48 of an IPv6 address, or `undefined` for what is neither.
 *
 * @example
 * networkOf("203.0.113.7");    // "203.0.113.0/24"
 * networkOf("2001:db8:7:1::9"); // "2001:db8:7::/48"
 */
export function networkOf(address: string): string | undefined {
  const plain = address.startsWith("::") ? (MAPPED.exec(address)?.[1] ?? address) : address;
  const first = IPV4.exec(plain)?.[1];
  if (first !== undefined) return `${first}.0/24`;
  if (!IPV6.test(plain)) return undefined;
  const network = PLAIN_IPV6.exec(plain)?.[1];
  return network === undefined ? ipv6Network(plain) : `${network}::/48`;
}

function ipv6Network(address: string): string {
  const gap = address.indexOf("::");
  const given = (gap === -1 ? address : address.slice(0, gap)).split(":").slice(0, GROUPS_OF_48_BITS);
  const groups = given.map((group) => (group === "" ? "0" : group.toLowerCase().replace(/^0+(?=.)/, "")));
  if (gap !== -1) fillFromGap(groups, address.slice(gap + 2));
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::/48`;
}

/** Puts the zeros of `::` in place where the gap begins inside the first 48 bits. */
function fillFromGap(groups: string[], tail: string): void {
  const after = tail === "" ? [] : tail.split(":");
  const zeros = 8 - groups.length - after.length;
  for (let zero = 0; zero < zeros && groups.length < GROUPS_OF_48_BITS; zero += 1) groups.push("0");
  while (groups.length < GROUPS_OF_48_BITS)
    groups.push(
      after
        .shift()
        ?.toLowerCase()
        .replace(/^0+(?=.)/, "") ?? "0",
    );
}
