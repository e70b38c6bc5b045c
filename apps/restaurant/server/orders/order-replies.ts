/** The one table from why an order is not taken to what is answered. */
import { problem } from "cloche";
import { ORDER_CONFLICTS, type ORDER_UNFIT, type OrderRefusal } from "../../contracts/index.js";

type Conflict = keyof typeof ORDER_CONFLICTS;
type Unfit = keyof typeof ORDER_UNFIT;

const isConflict = (refusal: OrderRefusal): refusal is Conflict => Object.hasOwn(ORDER_CONFLICTS, refusal);

/** The problem of a refused order. */
export function orderProblem(refusal: OrderRefusal) {
  return isConflict(refusal) ? problem(409, refusal) : problem<422, Unfit>(422, refusal as Unfit);
}
