/** What the house says in English where a place has not written its own. */

export const words = {
  sms: {
    accepted: { body: "{place}: your order #{number} is accepted, for about {time}." },
    ready: { body: "{place}: your order #{number} is ready." },
    out_for_delivery: { body: "{place}: your order #{number} is on its way." },
    promise_changed: { body: "{place}: your order #{number} has another time: about {time}." },
    cancelled: { body: "{place}: your order #{number} is cancelled." },
    rejected: { body: "{place}: sorry, your order #{number} could not be taken." },
    refunded: { body: "{place}: your payment for order #{number} is being sent back." },
    order_waiting: { body: "{place}: order #{number} is waiting to be accepted." },
  },
  mail: {
    accepted: {
      subject: "Order #{number} at {place} is accepted",
      body: "Thank you for your order. {place} has accepted it as #{number}, for about {time}.\n\nFollow it here:\n{link}",
    },
    ready: {
      subject: "Order #{number} at {place} is ready",
      body: "Your order #{number} at {place} is ready.\n\nIts page:\n{link}",
    },
    out_for_delivery: {
      subject: "Order #{number} from {place} is on its way",
      body: "Your order #{number} from {place} is on its way to you.\n\nFollow it here:\n{link}",
    },
    promise_changed: {
      subject: "Order #{number} at {place}: another time",
      body: "Your order #{number} at {place} has another time: about {time}.\n\nFollow it here:\n{link}",
    },
    cancelled: {
      subject: "Order #{number} at {place} is cancelled",
      body: "Your order #{number} at {place} is cancelled. What you have paid online is sent back by itself.\n\nIts page:\n{link}",
    },
    rejected: {
      subject: "Order #{number} at {place} could not be taken",
      body: "We are sorry: {place} could not take your order #{number}. What you have paid online is sent back by itself.\n\nIts page:\n{link}",
    },
    refunded: {
      subject: "Order #{number} at {place}: your payment is sent back",
      body: "Your payment for order #{number} at {place} is being sent back. Banks take some days for it.\n\nIts page:\n{link}",
    },
    paid: {
      subject: "Order #{number} at {place}: {amount} received",
      body: "{place} has received {amount} for your order #{number}. Thank you.\n\nIts page:\n{link}",
    },
  },
  /** Where an order has no time of its own. */
  noTime: "the time that was agreed",
  footer: (place: string) =>
    `You get this e-mail because this address was given with an order at ${place}. It was written by a machine.`,
  receipt: {
    title: (number: string) => `Receipt for order #${number}`,
    subtotal: "Subtotal",
    taxIncluded: (name: string, rate: string) => `of it ${name} ${rate}`,
    taxAdded: (name: string, rate: string) => `${name} ${rate}`,
    fees: "Delivery and fees",
    tip: "Tip",
    total: "Total",
    paidBy: { stripe: "Paid online", razorpay: "Paid online", cash: "Paid in cash", card_terminal: "Paid by card" },
    refunded: "Sent back",
  },
  code: {
    sms: (place: string, code: string) =>
      `${code} is your code for ${place}, for ten minutes. Give it to nobody: we never ask for it.`,
    subject: (place: string, code: string) => `${code} is your code for ${place}`,
    body: (place: string, code: string) =>
      `${code} is your code for ${place}, to sign in or to add this address to your account. It is good for ten minutes.\n\nGive it to nobody: we never ask for it. If you have not asked for it, somebody has mistyped their address, and you need do nothing.`,
    footer: "This e-mail was written by a machine.",
  },
  /** For a place's owners. */
  digest: {
    subject: "{place}: what went wrong",
    body: "Some things went wrong at {place}. This is how often; the office shows how things stand:\n{link}",
    span: (since: string, until: string) => `From ${since} to ${until}`,
    rows: {
      orders_unaccepted: "Orders that nobody accepted in time",
      tickets_unseen: "Tickets that no screen showed for two minutes",
      payments_mismatched: "Reports of payments that did not match their order",
      messages_unsent: "Messages that could not be sent",
      events_dead: "Partners' events that were given up on",
    },
    footer: (place: string) => `You get this e-mail because you own ${place}. It was written by a machine.`,
  },
  call: {
    order_waiting: (number: number) => `Order number ${number} is waiting to be accepted.`,
    ticket_unseen: (number: number) => `Nobody has seen the ticket of order number ${number}.`,
  },
};

export type MessageWords = typeof words;
