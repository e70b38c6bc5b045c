/** The keys of programs that act for the place. */
export const words = {
  appFirst: 'Keys need an authenticator app first: set one up under "My sign-ins".',
  copyNow: (until: string) => `Copy it now; it is not shown again. It is good until ${until}.`,
  haveIt: "I have it",
  caption: "Keys",
  key: "Key",
  may: "May",
  made: "Made",
  used: "Used",
  until: "Until",
  revoked: "revoked",
  renew: (key: string) => `Renew ${key}`,
  renewSure: "Yes; the old one ends in a day",
  revoke: (key: string) => `Revoke ${key}`,
  make: "Make a key",
  whatFor: "What it is for",
  whatMay: "What it may do",
  days: "For how many days",
  makeIt: "Make it",
};
export type KeyWords = typeof words;
