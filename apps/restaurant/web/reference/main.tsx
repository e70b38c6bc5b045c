/** The API reference, read from the description the contracts give. */
import { useEffect, useState } from "preact/hooks";
import { callApi, wordsFor } from "../shared/api.js";
import { LanguageChoice } from "../shared/language-choice.js";
import { mountPage } from "../shared/mount.js";
import { words } from "./words/index.js";
import "./reference.css";

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }
    >
  >;
}
interface Description {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

function ReferencePage() {
  const [description, setDescription] = useState<Description>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    callApi<Description>("/openapi.json").then(setDescription, (error: unknown) => setFailure(wordsFor(error)));
  }, []);
  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  if (description === undefined) return <p class="narrow soft">{words.reading}</p>;
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags ?? []))];
  return (
    <>
      <main class="reference stack">
        <h1>{description.info.title}</h1>
        <p class="soft">
          {words.version(description.info.version)} <a href="/openapi.json">{words.openApi}</a>.
        </p>
        {tags.map((tag) => (
          <section key={tag} class="stack">
            <h2>{tag}</h2>
            {operations
              .filter(({ operation }) => operation.tags?.includes(tag))
              .map((entry) => (
                <Entry key={entry.operation.operationId} {...entry} />
              ))}
          </section>
        ))}
      </main>
      <LanguageChoice />
    </>
  );
}

interface EntryProps {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function Entry({ path, method, operation }: EntryProps) {
  return (
    <details class="card">
      <summary>
        <code class="method">{method}</code> <code>{path}</code> <span class="soft">{operation.summary}</span>
      </summary>
      <div class="stack detail">
        <p>{operation.description}</p>
        {operation.parameters === undefined ? null : (
          <ul>
            {operation.parameters.map((parameter) => (
              <li key={`${parameter.in}-${parameter.name}`}>
                <code>{parameter.name}</code> {words.parameter(parameter.in)}
                {parameter.required ? `, ${words.required}` : ""}
              </li>
            ))}
          </ul>
        )}
        {Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => (
          <Example key={type} title={words.body(type)} schema={schema} />
        ))}
        {Object.entries(operation.responses).map(([status, { description, content }]) => (
          <div key={status}>
            <h3>
              {status} <span class="soft">{description}</span>
            </h3>
            {Object.entries(content ?? {}).map(([type, { schema }]) => (
              <Example key={type} title={type} schema={schema} />
            ))}
          </div>
        ))}
      </div>
    </details>
  );
}

function Example({ title, schema }: { readonly title: string; readonly schema: unknown }) {
  if (schema === undefined) return <p class="soft">{title}</p>;
  return (
    <details>
      <summary>{title}</summary>
      <pre>{JSON.stringify(schema, null, 2)}</pre>
    </details>
  );
}

mountPage(<ReferencePage />, words.title);
