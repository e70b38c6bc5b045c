/** The rental as it was: an Express app as tutorials write it, with what they leave out. */
import express, { type Express, type RequestHandler } from "express";
import { jwtVerify, SignJWT } from "jose";
import { handlersOf, type Signed } from "./handlers.js";
import { openShop } from "./rental.js";

/** Makes the app. */
export function createApp(secret: string): Express {
  const key = new TextEncoder().encode(secret);
  const shop = openShop();
  const handlers = handlersOf(shop, ({ id, role }) =>
    new SignJWT({ role }).setProtectedHeader({ alg: "HS256" }).setSubject(id).setExpirationTime("8h").sign(key),
  );
  const authenticate: RequestHandler = async (request, response, next) => {
    try {
      const token = request.headers.authorization?.split(" ")[1] ?? "";
      const { payload } = await jwtVerify(token, key);
      (request as Signed).user = { id: payload.sub ?? "", role: String(payload.role) };
      next();
    } catch {
      response.status(401).json({ error: "unauthorised" });
    }
  };
  const app = express();
  app.use(express.json());

  app.get("/health", handlers.health);
  app.get("/bikes", handlers.listBikes);
  app.get("/bikes/:id", handlers.readBike);
  app.post("/login", handlers.login);
  app.post("/rentals", authenticate, handlers.startRental);
  app.get("/rentals", authenticate, handlers.myRentals);
  app.get("/rentals/:id", authenticate, handlers.readRental);
  app.post("/rentals/:id/return", authenticate, handlers.returnBike);
  app.patch("/me", authenticate, handlers.changeMe);

  const admin = express.Router();
  admin.get("/rentals", authenticate, handlers.allRentals);
  admin.delete("/bikes/:id", handlers.removeBike);
  app.use("/admin", admin);

  app.post("/webhooks/stripe", handlers.paid);
  return app;
}
