import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, isRefusal, type Schema } from "../../kernel/index.js";
import { type BodyReaderOptions, bodyReader } from "./index.js";

const BOUNDARY = "----cut7MA4YWxk";
const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const schema = z.object({
  caption: z.string().max(40),
  tags: z.array(z.string()).optional(),
  photo: z.file().max(1_000).mime(["image/png", "image/jpeg"]).optional(),
  more: z.array(z.file()).optional(),
});

/** A part's head, and its content. */
type Raw = readonly [head: string, content: string | Uint8Array];
const field = (name: string, value: string): Raw => [`Content-Disposition: form-data; name="${name}"`, value];
const file = (name: string, fileName: string, content: string | Uint8Array): Raw => [
  `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: application/x-anything`,
  content,
];

function form(...parts: readonly Raw[]): Buffer {
  const pieces = parts.flatMap(([head, content]) => [`--${BOUNDARY}\r\n${head}\r\n\r\n`, content, "\r\n"]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece as string)));
}

async function read(bytes: Uint8Array, options: Partial<BodyReaderOptions<Schema>> = {}, contentType = CONTENT_TYPE) {
  const result = await bodyReader({ schema, accepts: ["multipart"], ...options }).read(contentType, bytes);
  return (isRefusal(result) ? result : result.value) as Record<string, unknown>;
}

async function photo(fileName: string, content: string | Uint8Array = PNG): Promise<File> {
  return (await read(form(field("caption", ""), file("photo", fileName, content)))).photo as File;
}

describe("a form with files", () => {
  it("arrives as texts, lists and files", async () => {
    const body = form(field("caption", "Gr\u00fc\u00dfe"), field("tags", "a"), file("photo", "me.png", PNG));
    const value = await read(body);
    expect(value).toMatchObject({ caption: "Gr\u00fc\u00dfe", tags: ["a"] });
    const sent = value.photo as File;
    expect([sent.name, sent.type, sent.size]).toEqual(["me.png", "image/png", PNG.length]);
    expect(Buffer.from(await sent.arrayBuffer())).toEqual(PNG);
  });

  it("is read as every client of the Fetch standard writes it", async () => {
    const data = new FormData();
    data.append("caption", 'a "quoted"\r\nline');
    data.append("photo", new File([PNG], "me.png", { type: "text/html" }));
    data.append("more", new File(["x"], "a.txt"));
    data.append("more", new File(["y"], "b.txt"));
    const request = new Request("http://a.example", { method: "POST", body: data });
    const contentType = request.headers.get("content-type") ?? "";
    const value = await read(new Uint8Array(await request.arrayBuffer()), {}, contentType);
    expect(value).toMatchObject({ caption: 'a "quoted"\r\nline' });
    expect((value.photo as File).type).toBe("image/png");
    expect((value.more as File[]).map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
  });

  it("leaves out a file field that nobody filled in", async () => {
    expect(await read(form(field("caption", ""), file("photo", "", "")))).toEqual({ caption: "" });
  });

  it("takes whatever bytes a file holds, short of the boundary", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const content = Buffer.concat([PNG, bytes, Buffer.from("\r\n--")]);
        expect(Buffer.from(await (await photo("a.png", content)).arrayBuffer())).toEqual(content);
      }),
    );
  });
});

describe("a file's type is told by its bytes", () => {
  const types = async (content: string | Uint8Array) => {
    const value = await read(form(field("caption", ""), file("more", "a.png", content)));
    return isRefusal(value) ? value.errors : (value.more as File[]).map(({ type }) => type);
  };
  it.each([
    ["image/png", PNG],
    ["image/jpeg", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["image/gif", "GIF89a\x01\x00"],
    ["image/webp", "RIFF\x10\x00\x00\x00WEBPVP8 "],
    ["application/pdf", "%PDF-1.7\n"],
    ["text/plain", "id;name\n1;Gr\u00fc\u00dfe\n"],
    ["text/plain", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"],
  ])("%s", async (type, content) => {
    expect(await types(content)).toEqual([type]);
  });

  it.each([
    ["a program", Buffer.from("7f454c46020101", "hex")],
    ["an archive", "PK\x03\x04\x14\x00"],
    ["text that is no UTF-8", Buffer.from([0x47, 0xfc])],
    ["a RIFF that is no picture", "RIFF\x10\x00\x00\x00WAVEfmt "],
    ["a text with escapes for a terminal", "\x1b[2J"],
  ])("%s is of none that is taken", async (_what, content) => {
    expect(await types(content)).toMatchObject([{ path: "/more", code: "file_type", in: "body" }]);
  });

  it("and a route takes only those it lists", async () => {
    const files = { types: ["application/pdf"] } as const;
    const refused = await read(form(field("caption", ""), file("photo", "a.pdf", PNG)), { files });
    expect(refused).toMatchObject({ errors: [{ path: "/photo", code: "file_type" }] });
  });

  it("and a field only those it declares", async () => {
    const refused = await read(form(field("caption", ""), file("photo", "a.png", "GIF89a")));
    expect(refused).toMatchObject({ errors: [{ path: "/photo", code: "invalid_option" }] });
  });
});

describe("a file's name is only a label", () => {
  it.each([
    ["../../etc/passwd", "passwd.png"],
    ["C:\\\\fake\\\\me.PNG", "me.PNG"],
    ["shell.php", "shell.php.png"],
    ["a.png.exe", "a.png.exe.png"],
    [".htaccess", "htaccess.png"],
    ["<img src=x>.png", "_img src_x_.png"],
    ["$(reboot)`x`;.png", "_(reboot)_x_.png"],
    ["invoice\u202egnp.exe", "invoice_gnp.exe.png"],
    ["con.png", "_con.png"],
    ["...", "file.png"],
    ["%00.png", "_00.png"],
  ])("%s becomes %s", async (given, name) => {
    expect((await photo(given)).name).toBe(name);
  });

  it("of a bounded length", async () => {
    expect((await photo(`${"\u{1f355}a".repeat(400)}.png`)).name.length).toBeLessThan(210);
  });
});

describe("a form is held to its caps", () => {
  it.each<[string, readonly Raw[], Partial<BodyReaderOptions<Schema>>, object]>([
    ["its bytes", [field("caption", "x".repeat(900))], { caps: { bytes: 800 } }, { status: 413 }],
    [
      "the bytes of one file",
      [file("photo", "a.png", PNG)],
      { files: { maxBytes: 8 } },
      { errors: [{ code: "too_big" }] },
    ],
    [
      "the bytes of one field's file",
      [file("photo", "a.png", Buffer.concat([PNG, Buffer.alloc(1_000)]))],
      {},
      {
        errors: [
          { path: "/caption" },
          { path: "/photo", code: "too_big", reason: "This must have at most 1000 bytes." },
        ],
      },
    ],
    [
      "the number of files",
      [file("more", "a", "x"), file("more", "b", "y")],
      { files: { count: 1 } },
      { reason: "too_many_files" },
    ],
    [
      "the number of parts",
      [field("tags", ""), field("tags", ""), field("tags", "")],
      { caps: { keys: 2 } },
      { reason: "too_many_names" },
    ],
    ["the length of a text", [field("caption", "xxx")], { caps: { characters: 2 } }, { reason: "text_too_long" }],
    ["one value for a field", [field("caption", "a"), field("caption", "b")], {}, { errors: [{ code: "repeated" }] }],
    [
      "the declared fields",
      [field("caption", ""), field("role", "owner")],
      {},
      { errors: [{ path: "/role", code: "unknown_field" }] },
    ],
    ["names that reach no prototype", [field("__proto__", "")], {}, { reason: "forbidden_name" }],
    ["UTF-8", [["Content-Disposition: form-data; name=caption", Buffer.from([0xff])]], {}, { reason: "not_utf8" }],
  ])("%s", async (_what, parts, options, refusal) => {
    expect(await read(form(...parts), options)).toMatchObject(refusal);
  });
});

describe("a form that two readers could understand differently is refused", () => {
  const good = form(field("caption", "")).toString("latin1");
  it.each([
    ["no form at all", "caption=x"],
    ["an empty body", ""],
    ["a preamble", `hidden\r\n${good}`],
    [
      "other bytes where the first boundary belongs",
      `${"x".repeat(BOUNDARY.length + 2)}${good.slice(BOUNDARY.length + 2)}`,
    ],
    ["an epilogue", `${good}hidden`],
    ["no end", good.slice(0, -4)],
    ["a bare line feed after the boundary", good.replace("\r\n", "\n")],
    ["white space after the boundary", good.replace("\r\n", " \r\n")],
    ["another boundary", good.replaceAll("cut", "Cut")],
    ["a boundary that goes on", good.replaceAll(`${BOUNDARY}--`, `${BOUNDARY}x--`)],
  ])("%s", async (_what, text) => {
    expect(await read(Buffer.from(text, "latin1"))).toMatchObject({ status: 400, reason: "multipart_malformed" });
  });

  const disposition = 'Content-Disposition: form-data; name="caption"';
  it.each([
    ["no disposition", "Content-Type: text/plain"],
    ["another disposition", 'Content-Disposition: attachment; name="caption"'],
    ["no name", "Content-Disposition: form-data; filename=a"],
    ["two names", `${disposition}; name="role"`],
    ["a name in a second spelling", `${disposition}; name*=UTF-8''role`],
    ["a file name in a second spelling", `${disposition}; filename*=UTF-8''a.exe`],
    ["two dispositions", `${disposition}\r\ncontent-disposition: form-data; name="role"`],
    ["a folded line", `${disposition};\r\n name="role"`],
    ["a bare line feed", `${disposition}\nX: y`],
    ["a NUL", `${disposition}\0`],
    ["a quote in a name", 'Content-Disposition: form-data; name="cap\\"tion"'],
    ["a second encoding", `${disposition}\r\nContent-Transfer-Encoding: base64`],
    ["another charset", `${disposition}\r\nContent-Type: text/plain; charset=utf-7`],
    ["a form in the form", `${disposition}\r\nContent-Type: multipart/mixed; boundary=x`],
    ["a head without end", `${disposition}\r\nX: ${"y".repeat(5_000)}`],
  ])("a part with %s", async (_what, head) => {
    expect(await read(form([head, ""]))).toMatchObject({ status: 400, reason: "multipart_malformed" });
  });

  it.each([
    "",
    "; boundary=",
    '; boundary="a b "',
    `; boundary=${"x".repeat(71)}`,
    '; boundary="a\tb"',
    "; boundary=a; boundary=b",
  ])("a Content-Type with %j", async (parameters) => {
    expect(await read(Buffer.from(good), {}, `multipart/form-data${parameters}`)).toMatchObject({ status: 415 });
  });

  it("whatever its bytes, the reader answers and never throws", async () => {
    const piece = fc.constantFrom(
      "--",
      BOUNDARY,
      "\r\n",
      "\n",
      disposition,
      "; filename=",
      '"',
      ":",
      "x",
      "\0",
      "\r\n\r\n",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const result = await read(Buffer.from(pieces.join("")));
        expect(isRefusal(result) ? result.status : 200).toBeLessThan(500);
      }),
    );
  });
});

it("forms are read only where the route says so", async () => {
  expect(await read(form(field("caption", "")), { accepts: ["json", "form"] })).toMatchObject({ status: 415 });
});

it("any Standard Schema gets the files", async () => {
  const other: Schema = {
    "~standard": {
      version: 1,
      vendor: "by-hand",
      validate: (value) =>
        (value as { photo?: unknown }).photo instanceof File
          ? { value }
          : { issues: [{ message: "", path: ["photo"] }] },
    },
  };
  expect(await read(form(file("photo", "a.png", PNG)), { schema: other })).toMatchObject({ photo: expect.any(File) });
  expect(await read(form(field("photo", "a.png")), { schema: other })).toMatchObject({ errors: [{ path: "/photo" }] });
});

it("any Standard Schema gets lists of what the route says may repeat", async () => {
  const other: Schema = { "~standard": { version: 1, vendor: "by-hand", validate: (value) => ({ value }) } };
  const body = form(field("tag", "a"), field("tag", "b"));
  expect(await read(body, { schema: other, repeatable: ["tag"] })).toEqual({ tag: ["a", "b"] });
  expect(await read(body, { schema: other })).toMatchObject({ errors: [{ path: "/tag", code: "repeated" }] });
});

it.each([{ maxBytes: 0 }, { maxBytes: 1_000_000 }, { count: -1 }, { types: [] }, { types: ["text/html"] }, { max: 1 }])(
  "%j as the rules for files stops the start",
  (files) => {
    expect(() => bodyReader({ schema, accepts: ["multipart"], files: files as never })).toThrow(ConfigError);
  },
);

it("rules for files without a form stop the start", () => {
  expect(() => bodyReader({ schema, files: {} })).toThrow(ConfigError);
});
