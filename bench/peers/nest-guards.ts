/**
 * NestJS 12 on its default Express platform, in its own idiom: guards for authentication, roles and throttling, a schema
 * pipe for the body. `npm run build` makes it JavaScript; esbuild emits no decorator metadata, so injected classes are
 * named with @Inject.
 */
import "reflect-metadata";
import {
  BadRequestException,
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Post,
  type RawBodyRequest,
  Req,
  StandardSchemaValidationPipe,
  UnauthorizedException,
  UseGuards,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { JwtModule, JwtService } from "@nestjs/jwt";
import { ThrottlerGuard, ThrottlerModule } from "@nestjs/throttler";
import type { Request } from "express";
import helmet from "helmet";
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
  MAX_INSTRUCTIONS,
  mayRead,
  ORDER_ROLES,
  portFromArgv,
  STRIPE_API_KEY,
  WEBHOOK_SECRET,
} from "./workload.mjs";

type User = { sub: string; role: string };
type AuthedRequest = Request & { user: User };

// @nestjs/throttler's memory store logs every hit of the window and rereads the
// log on each request, so its cost grows with hits per window. One second keeps
// the log at tens of entries a user, what a real per-user limit would hold.
const THROTTLE_WINDOW_MS = 1_000;

const orderSchema = z.object({
  itemId: z.uuid(),
  quantity: z.number().int().min(1),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
});

@Injectable()
class AuthGuard implements CanActivate {
  constructor(@Inject(JwtService) private readonly tokens: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthedRequest>();
    const [scheme, token] = (request.headers.authorization ?? "").split(" ");
    if (scheme !== "Bearer" || !token) throw new UnauthorizedException();
    try {
      request.user = await this.tokens.verifyAsync<User>(token);
    } catch {
      throw new UnauthorizedException();
    }
    return true;
  }
}

@Injectable()
class OrderRolesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { user } = context.switchToHttp().getRequest<AuthedRequest>();
    if (!ORDER_ROLES.has(user.role)) throw new ForbiddenException();
    return true;
  }
}

@Injectable()
class UserThrottlerGuard extends ThrottlerGuard {
  protected async getTracker(request: AuthedRequest): Promise<string> {
    return request.user.sub;
  }
}

@Controller("api/orders")
@UseGuards(AuthGuard, OrderRolesGuard, UserThrottlerGuard)
class OrdersController {
  @Post()
  create(@Req() request: AuthedRequest, @Body({ schema: orderSchema }) body: z.infer<typeof orderSchema>) {
    const { itemId, quantity, instructions } = body;
    const clean = instructions === undefined ? undefined : sanitizeHtml(instructions);
    return createOrder(request.user.sub, itemId, quantity, clean);
  }

  @Get(":id")
  read(@Req() request: AuthedRequest, @Param("id") id: string) {
    const order = findOrder(id);
    if (order === undefined || !mayRead(order, request.user)) throw new NotFoundException();
    return order;
  }
}

@Controller("webhooks")
class WebhooksController {
  private readonly stripe = new Stripe(STRIPE_API_KEY);

  @Post("stripe")
  @HttpCode(200)
  receive(@Req() request: RawBodyRequest<Request>) {
    let event: Stripe.Event;
    try {
      event = this.stripe.webhooks.constructEvent(
        request.rawBody ?? "",
        request.headers["stripe-signature"] ?? "",
        WEBHOOK_SECRET,
      );
    } catch {
      throw new BadRequestException();
    }
    return { received: event.type !== undefined };
  }
}

@Module({
  imports: [
    JwtModule.register({
      secret: JWT_SECRET,
      verifyOptions: { algorithms: ["HS256"], issuer: JWT_ISSUER, audience: JWT_AUDIENCE },
    }),
    ThrottlerModule.forRoot([{ ttl: THROTTLE_WINDOW_MS, limit: LIMIT_MAX }]),
  ],
  controllers: [OrdersController, WebhooksController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { rawBody: true, logger: ["error", "warn"] });
app.use(helmet());
app.useGlobalPipes(new StandardSchemaValidationPipe());
await app.listen(portFromArgv(), HOST);
