/** What the sign-in page says, in English. */

export const words = {
  title: "Sign in",
  email: "E-mail",
  password: "Password",
  code: "Code of the authenticator app, or a recovery code",
  signIn: "Sign in",
  pair: "Pair this screen with a kitchen station",
  setUp: {
    lead: "Set a new place up",
    title: "Set the place up",
    token: "The set-up token",
    tokenHint: "(the terminal showed it at the start)",
    owner: "Its owner",
    name: "Your name",
    passwordHint: "(12 characters at least)",
    place: "The place",
    placeName: "What it is called",
    currency: "Currency",
    currencyHint: "(three letters; it stays)",
    timezone: "Time zone",
    begin: "It begins with",
    sample: "a sample menu and its stations, to be changed into your own",
    empty: "an empty menu, one station and the pass",
    submit: "Set it up",
    busy: "One moment...",
    already: "It is set up already: sign in",
  },
  fields: {
    token: "The set-up token",
    email: "E-mail",
    password: "Password",
    name: "Name",
    currency: "Currency",
    timezone: "Time zone",
    code: "Code",
  },
  refusals: {
    sign_in_failed: "The e-mail address and password do not belong together.",
    second_factor_needed: "Give the six digits of the authenticator app as well.",
    setup_refused: "The set-up token is not valid, or the place is set up already.",
  },
};

export type SignInWords = typeof words;
