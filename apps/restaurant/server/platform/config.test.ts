import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedSource } from "cloche/secrets";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.js";
import { envExampleText } from "./env-example.js";

const newFolder = () => mkdtempSync(join(tmpdir(), "restaurant-config-"));
const read = (values: Record<string, string>) => readConfig([fixedSource(values)]);
const faultOf = (values: Record<string, string>): string => {
  try {
    read(values);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};
const NEEDED = [
  ...["JWT_SECRET", "REFRESH_SECRET", "CSRF_SECRET", "SEAL_SECRET", "TRACK_SECRET"],
  ...["RAZORPAY_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN"],
];
const STRONG = Object.fromEntries(NEEDED.map((name, at) => [name, `q7Vz2Kp9Xw4Rm8Tn1Lc6Hj3Fd5Gs0Ba${at}Ye`]));

describe("the configuration", () => {
  it("needs nothing outside production, and finds the secrets it made again", () => {
    const DATA_DIR = join(newFolder(), "data");
    const first = read({ DATA_DIR });
    expect(first).toMatchObject({ host: "127.0.0.1", port: 3000, publicBaseUrl: "http://127.0.0.1:3000" });
    expect(first.limitDefault).toBe("100 per 15 minutes by address");
    expect(first.limitOrders).toBe(first.limitDefault);
    expect(read({ DATA_DIR }).jwtSecret.current().reveal()).toBe(first.jwtSecret.current().reveal());
    expect(first.stripeWebhookSecret.current()?.reveal()).toMatch(/^whsec_/);
    expect(first.twilioAuthToken.current()?.reveal()).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(join(DATA_DIR, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("makes traces where it is told to, and else none", () => {
    expect(read({ DATA_DIR: newFolder() }).traces).toBe(false);
    expect(read({ DATA_DIR: newFolder(), TRACES: "yes" }).traces).toBe(true);
  });

  it("lists every mistake at once and prints no value", () => {
    const wrong = { PORT: "70123", LOG_LEVEL: "louder", LIMIT_DEFAULT: "sometimes", TRUSTED_PROXIES: "everybody" };
    const message = faultOf({ ...wrong, DATABASE_URL: "mysql://root:hunter3secret@db/x", DATA_DIR: newFolder() });
    for (const name of [...Object.keys(wrong), "DATABASE_URL"]) expect(message).toContain(`${name}:`);
    for (const value of [...Object.values(wrong), "hunter3secret", "mysql"]) expect(message).not.toContain(value);
  });

  it("makes up no secret in production and takes no placeholder", () => {
    const DATA_DIR = join(newFolder(), "data");
    const message = faultOf({ NODE_ENV: "production", DATA_DIR, JWT_SECRET: "changeme-changeme-changeme-changeme" });
    expect(message).toContain("JWT_SECRET: It is a well-known placeholder");
    for (const name of ["REFRESH_SECRET", "TRACK_SECRET", "SEAL_SECRET"]) {
      expect(message).toContain(`${name}: It is missing`);
    }
    expect(existsSync(DATA_DIR)).toBe(false);
    const whole = { ...STRONG, STRIPE_WEBHOOK_SECRET: `whsec_${STRONG.JWT_SECRET}`, NODE_ENV: "production" };
    expect(read(whole)).toMatchObject({ production: true, limitOrders: "10 per hour by address" });
    expect(read({ ...whole, LIMIT_ORDERS: "60 per hour by address" }).limitOrders).toBe("60 per hour by address");
  });

  it("takes an unreadable NODE_ENV for production, so that a mistake relaxes nothing", () => {
    expect(faultOf({ NODE_ENV: "prod", DATA_DIR: newFolder() })).toContain("JWT_SECRET: It is missing");
  });

  it("knows the passwords inside URLs as secrets of their own", () => {
    const { secrets } = read({ DATA_DIR: newFolder(), DATABASE_URL: "postgres://app:p%40ss-word@db.example.com/app" });
    expect(secrets.map((secret) => secret.reveal())).toContain("p@ss-word");
  });

  it("hides a key of two parts in its secret part too, whenever it comes", async () => {
    const pair = "rzp_test_a1B2c3D4e5F6g7:q7Vz2Kp9Xw4Rm8Tn1Lc6";
    const held = { pair: "" };
    const source = { name: "place", read: (name: string) => fixedSource({ RAZORPAY_API_KEY: held.pair }).read(name) };
    const { secrets, watchSecrets } = readConfig([source, fixedSource({ DATA_DIR: newFolder() })]);
    expect(secrets.map((secret) => secret.reveal())).not.toContain("q7Vz2Kp9Xw4Rm8Tn1Lc6");
    held.pair = pair;
    const hidden: unknown[] = [];
    const watching = watchSecrets({ every: "1 minute", redact: (secret) => hidden.push(secret.reveal()) });
    await watching.refresh();
    watching.stop();
    expect(hidden).toEqual(expect.arrayContaining([pair, "q7Vz2Kp9Xw4Rm8Tn1Lc6"]));
  });

  it("reads the proxies in front", () => {
    const of = (TRUSTED_PROXIES: string) => read({ DATA_DIR: newFolder(), TRUSTED_PROXIES }).proxies;
    expect(of("none")).toBe("none");
    expect(of("2")).toEqual({ hops: 2 });
    expect(of("10.0.0.0/8, loopback")).toEqual({ trusted: ["10.0.0.0/8", "loopback"] });
  });

  it("takes the alerts' endpoint and its secret together, and shows neither", () => {
    const secret = `whsec_${"q7Vz2Kp9Xw4Rm8Tn1Lc6Hj3Fd5Gs0Ba1"}`;
    const of = (ALERT_WEBHOOK: string) => ({ DATA_DIR: newFolder(), ALERT_WEBHOOK });
    const { alertWebhook, secrets } = read(of(`https://ops.example/alerts ${secret}`));
    expect([alertWebhook?.url, alertWebhook?.secret.reveal()]).toEqual(["https://ops.example/alerts", secret]);
    expect(
      secrets.some((one) => one.reveal() === secret),
      "hidden from every line",
    ).toBe(true);
    const message = faultOf(of(`https://ops.example/alerts ${secret} and more`));
    expect(message).toContain("ALERT_WEBHOOK:");
    expect(message).not.toContain("q7Vz2Kp9");
  });

  it("takes the mail server and the address that is written from together, and shows no password", () => {
    const of = (more: object) => ({ DATA_DIR: newFolder(), ...more });
    const whole = of({ SMTP_URL: "smtps://house:hunter3%20secret@mail.example.com", MAIL_FROM: "orders@example.com" });
    const { partners, secrets } = read(whole);
    expect(partners.mail?.from).toBe("orders@example.com");
    expect(secrets.map((one) => one.reveal())).toContain("hunter3 secret");
    expect(faultOf(of({ SMTP_URL: "smtp://mail.example.com" }))).toContain("MAIL_FROM:");
    expect(faultOf(of({ MAIL_FROM: "orders@example.com" }))).toContain("SMTP_URL:");
    for (const wrong of [
      "http://mail.example.com",
      "smtp:mail",
      "smtps://hunter3@mail.example.com/?tls.rejectUnauthorized=0",
    ]) {
      const message = faultOf({ ...whole, SMTP_URL: wrong });
      expect([message.includes("SMTP_URL:"), message.includes("hunter3")]).toEqual([true, false]);
    }
    for (const wrong of ["House <orders@example.com>", "a@example.com, b@example.com", "orders"]) {
      expect(faultOf({ ...whole, MAIL_FROM: wrong })).toContain("MAIL_FROM:");
    }
    expect(read(of({})).partners.mail).toBeUndefined();
  });

  it("is what .env.example says", () => {
    const path = new URL("../../../../.env.example", import.meta.url);
    expect(readFileSync(path, "utf8"), "run npm run env-example").toBe(envExampleText());
  });
});
