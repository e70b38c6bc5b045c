/** The rows of customers in the table of who may call what. */
import type { Open, Row } from "./access-rows.js";

/** A customer's own; no credential of staff's is looked at there. */
const CUSTOMERS: Row = { roles: ["customer"], of: "none", others: 401 };
const WRONG_CODE = { challenge: "01980000-0000-7000-8000-000000000001", code: "000000" };

export const CUSTOMER_ACCESS: Readonly<Record<string, Row | Open>> = {
  "POST /api/v1/auth/customer/otp": "anyone",
  "POST /api/v1/auth/customer/otp/verify": "anyone",
  "POST /api/v1/auth/customer/refresh": "anyone",
  "POST /api/v1/auth/customer/logout": "anyone",
  "GET /api/v1/customer": CUSTOMERS,
  "PATCH /api/v1/customer": { ...CUSTOMERS, body: {} },
  "POST /api/v1/customer/otp": { ...CUSTOMERS, body: { email: "second@guests.example" } },
  "POST /api/v1/customer/otp/verify": { ...CUSTOMERS, body: WRONG_CODE, meets: "code_wrong" },
  "DELETE /api/v1/customer": { ...CUSTOMERS, endsSessions: true },
  "GET /api/v1/customer/orders": CUSTOMERS,
  "GET /api/v1/customer/export": CUSTOMERS,
};
