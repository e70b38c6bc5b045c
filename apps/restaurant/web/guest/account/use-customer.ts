/** Who is signed in on this page, and what they can do about it. */
import { useEffect, useState } from "preact/hooks";
import type { Profile } from "../../../contracts/index.js";
import { addWith, changeProfile, eraseProfile, leave, readProfile, signInWith } from "./customer-session.js";

/** The customer of the page. */
export interface CustomerOfPage {
  /** `undefined` where nobody is signed in. */
  readonly profile: Profile | undefined;
  readonly signIn: (challenge: string, code: string) => Promise<void>;
  /** Adds what a code was sent to. */
  readonly add: (challenge: string, code: string) => Promise<void>;
  readonly change: (what: Partial<Pick<Profile, "name" | "addresses">>) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly erase: () => Promise<void>;
}

/** Looks once whether somebody is signed in. */
export function useCustomer(): CustomerOfPage {
  const [profile, setProfile] = useState<Profile>();
  useEffect(() => {
    // Without an answer the page is a guest's; nothing is lost by that.
    readProfile().then(setProfile, () => undefined);
  }, []);
  return {
    profile,
    async signIn(challenge, code) {
      await signInWith(challenge, code);
      setProfile(await readProfile());
    },
    async add(challenge, code) {
      setProfile(await addWith(challenge, code));
    },
    async change(what) {
      setProfile(await changeProfile(what));
    },
    async signOut() {
      await leave();
      setProfile(undefined);
    },
    async erase() {
      await eraseProfile();
      setProfile(undefined);
    },
  };
}
