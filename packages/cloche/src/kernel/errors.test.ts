/** The tables of errors: every code is well-formed, tells its own story, and a fault says where and what to change. */
import { describe, expect, it } from "vitest";
import { CONTRADICTIONS, ConfigError, configFault, FAULTS, type FaultCode, REFUSALS } from "./index.js";

const CODE = /^[a-z]+(?:_[a-z]+)*$/;
const SENTENCES = /^[A-Z].*\.$/;
const ALL = { ...FAULTS, ...CONTRADICTIONS };
const FAULT_CODES = Object.keys(ALL) as FaultCode[];

describe("refusals", () => {
  it.each(Object.entries(REFUSALS))("%s is a status of a refusal and one sentence", (code, { status, title }) => {
    expect(code).toMatch(CODE);
    expect(Number.isInteger(status) && status >= 400 && status <= 599).toBe(true);
    expect(title).toMatch(SENTENCES);
    expect(title).not.toMatch(/[%{}$]/);
  });

  it("have titles of their own", () => {
    const titles = Object.values(REFUSALS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("faults", () => {
  it.each(Object.entries(ALL))("%s is one sentence and what to do", (code, { title, remedy }) => {
    expect(code).toMatch(CODE);
    expect(title).toMatch(SENTENCES);
    expect(remedy).toMatch(SENTENCES);
  });

  it("have titles and codes of their own", () => {
    const titles = Object.values(ALL).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(FAULT_CODES.filter((code) => Object.hasOwn(REFUSALS, code))).toEqual([]);
  });

  it.each(FAULT_CODES)("%s is thrown with where, what is wrong, what to change and its code, in this order", (code) => {
    const fault = configFault(code, { where: "part.option", fix: "Change it." });
    expect(fault).toBeInstanceOf(ConfigError);
    expect(fault).toBeInstanceOf(Error);
    expect(fault).toMatchObject({ name: "ConfigError", code, where: "part.option", fix: "Change it." });
    expect(fault.message).toBe(`part.option: ${ALL[code].title} Change it. [${code}]`);
    expect(fault.cause).toBeUndefined();
  });
});
