/**
 * Fastify 5 with its official plugins. Bodies are checked with zod through fastify-type-provider-zod; `--ajv` switches to
 * Fastify's own JSON Schema path (ajv in, fast-json-stringify out).
 */
import helmet from "@fastify/helmet";
import jwt from "@fastify/jwt";
import rateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import sanitizeHtml from "sanitize-html";
import Stripe from "stripe";
import { z } from "zod";
import {
  createOrder,
  findOrder,
  HOST,
  JWT_AUDIENCE,
  JWT_ISSUER,
  JWT_SECRET,
  LIMIT_MAX,
  LIMIT_WINDOW_MS,
  MAX_BODY_BYTES,
  MAX_INSTRUCTIONS,
  mayRead,
  ORDER_ROLES,
  portFromArgv,
  STRIPE_API_KEY,
  WEBHOOK_SECRET,
} from "./workload.mjs";

const useAjv = process.argv.includes("--ajv");
const stripe = new Stripe(STRIPE_API_KEY);

const zodSchemas = {
  body: z.object({
    itemId: z.uuid(),
    quantity: z.number().int().min(1),
    instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
  }),
  order: z.object({
    id: z.string(),
    userId: z.string(),
    itemId: z.string(),
    quantity: z.number(),
    instructions: z.string().optional(),
    status: z.string(),
    createdAt: z.string(),
  }),
};

const text = { type: "string" };
const jsonSchemas = {
  body: {
    type: "object",
    required: ["itemId", "quantity"],
    additionalProperties: false,
    properties: {
      itemId: { type: "string", format: "uuid" },
      quantity: { type: "integer", minimum: 1 },
      instructions: { type: "string", maxLength: MAX_INSTRUCTIONS },
    },
  },
  order: {
    type: "object",
    properties: {
      id: text,
      userId: text,
      itemId: text,
      quantity: { type: "integer" },
      instructions: text,
      status: text,
      createdAt: text,
    },
  },
};
const schemas = useAjv ? jsonSchemas : zodSchemas;

const app = Fastify({
  bodyLimit: MAX_BODY_BYTES,
  ajv: { customOptions: { coerceTypes: false } },
});
if (!useAjv) {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}

await app.register(helmet);
await app.register(jwt, {
  secret: JWT_SECRET,
  verify: { algorithms: ["HS256"], allowedIss: JWT_ISSUER, allowedAud: JWT_AUDIENCE },
});

await app.register(
  async (api) => {
    // Instance hooks run ahead of the limiter's route hooks, so the key is the verified user.
    api.addHook("onRequest", async (request, reply) => {
      try {
        await request.jwtVerify();
      } catch {
        return reply.code(401).send({ error: "unauthorized" });
      }
      if (!ORDER_ROLES.has(request.user.role)) return reply.code(403).send({ error: "forbidden" });
    });
    await api.register(rateLimit, {
      max: LIMIT_MAX,
      timeWindow: LIMIT_WINDOW_MS,
      hook: "onRequest",
      keyGenerator: (request) => request.user.sub,
    });

    api.post(
      "/orders",
      {
        schema: { body: schemas.body, response: { 201: schemas.order } },
      },
      async (request, reply) => {
        const { itemId, quantity, instructions } = request.body;
        const clean = instructions === undefined ? undefined : sanitizeHtml(instructions);
        reply.code(201);
        return createOrder(request.user.sub, itemId, quantity, clean);
      },
    );

    api.get("/orders/:id", { schema: { response: { 200: schemas.order } } }, async (request, reply) => {
      const order = findOrder(request.params.id);
      if (order === undefined || !mayRead(order, request.user)) return reply.code(404).send({ error: "not_found" });
      return order;
    });
  },
  { prefix: "/api" },
);

await app.register(
  async (hooks) => {
    hooks.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    hooks.post("/stripe", async (request, reply) => {
      let event;
      try {
        event = stripe.webhooks.constructEvent(request.body, request.headers["stripe-signature"], WEBHOOK_SECRET);
      } catch {
        return reply.code(400).send({ error: "invalid_signature" });
      }
      return { received: event.type !== undefined };
    });
  },
  { prefix: "/webhooks" },
);

await app.listen({ port: portFromArgv(), host: HOST });
