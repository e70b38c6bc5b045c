/** Was das Haus auf Deutsch sagt, wo ein Lokal nichts Eigenes geschrieben hat: Gäste per du, Personal per Sie. */
import type { MessageWords } from "./en.js";

export const words: MessageWords = {
  sms: {
    accepted: { body: "{place}: Deine Bestellung #{number} ist angenommen, für etwa {time}." },
    ready: { body: "{place}: Deine Bestellung #{number} ist fertig." },
    out_for_delivery: { body: "{place}: Deine Bestellung #{number} ist unterwegs." },
    promise_changed: { body: "{place}: Deine Bestellung #{number} hat eine neue Zeit: etwa {time}." },
    cancelled: { body: "{place}: Deine Bestellung #{number} ist storniert." },
    rejected: { body: "{place}: Leider konnten wir deine Bestellung #{number} nicht annehmen." },
    refunded: { body: "{place}: Deine Zahlung für Bestellung #{number} wird zurückgeschickt." },
    order_waiting: { body: "{place}: Bestellung #{number} wartet darauf, angenommen zu werden." },
  },
  mail: {
    accepted: {
      subject: "Bestellung #{number} bei {place} ist angenommen",
      body: "Danke für deine Bestellung. {place} hat sie als #{number} angenommen, für etwa {time}.\n\nHier siehst du, wie weit sie ist:\n{link}",
    },
    ready: {
      subject: "Bestellung #{number} bei {place} ist fertig",
      body: "Deine Bestellung #{number} bei {place} ist fertig.\n\nIhre Seite:\n{link}",
    },
    out_for_delivery: {
      subject: "Bestellung #{number} von {place} ist unterwegs",
      body: "Deine Bestellung #{number} von {place} ist unterwegs zu dir.\n\nHier siehst du, wie weit sie ist:\n{link}",
    },
    promise_changed: {
      subject: "Bestellung #{number} bei {place}: neue Zeit",
      body: "Deine Bestellung #{number} bei {place} hat eine neue Zeit: etwa {time}.\n\nHier siehst du, wie weit sie ist:\n{link}",
    },
    cancelled: {
      subject: "Bestellung #{number} bei {place} ist storniert",
      body: "Deine Bestellung #{number} bei {place} ist storniert. Was du online bezahlt hast, wird von selbst zurückgeschickt.\n\nIhre Seite:\n{link}",
    },
    rejected: {
      subject: "Bestellung #{number} bei {place} konnte nicht angenommen werden",
      body: "Es tut uns leid: {place} konnte deine Bestellung #{number} nicht annehmen. Was du online bezahlt hast, wird von selbst zurückgeschickt.\n\nIhre Seite:\n{link}",
    },
    refunded: {
      subject: "Bestellung #{number} bei {place}: deine Zahlung kommt zurück",
      body: "Deine Zahlung für Bestellung #{number} bei {place} wird zurückgeschickt. Banken brauchen dafür einige Tage.\n\nIhre Seite:\n{link}",
    },
    paid: {
      subject: "Bestellung #{number} bei {place}: {amount} erhalten",
      body: "{place} hat {amount} für deine Bestellung #{number} erhalten. Vielen Dank.\n\nIhre Seite:\n{link}",
    },
  },
  noTime: "die vereinbarte Zeit",
  footer: (place) =>
    `Du bekommst diese E-Mail, weil diese Adresse bei einer Bestellung bei ${place} angegeben wurde. Sie wurde von einer Maschine geschrieben.`,
  receipt: {
    title: (number) => `Beleg zur Bestellung #${number}`,
    subtotal: "Zwischensumme",
    taxIncluded: (name, rate) => `davon ${name} ${rate}`,
    taxAdded: (name, rate) => `${name} ${rate}`,
    fees: "Lieferung und Gebühren",
    tip: "Trinkgeld",
    total: "Gesamt",
    paidBy: {
      stripe: "Online bezahlt",
      razorpay: "Online bezahlt",
      cash: "Bar bezahlt",
      card_terminal: "Mit Karte bezahlt",
    },
    refunded: "Zurückgeschickt",
  },
  code: {
    sms: (place, code) =>
      `${code} ist dein Code für ${place}, zehn Minuten lang. Gib ihn niemandem: Wir fragen nie danach.`,
    subject: (place, code) => `${code} ist dein Code für ${place}`,
    body: (place, code) =>
      `${code} ist dein Code für ${place}, um dich anzumelden oder diese Adresse deinem Konto hinzuzufügen. Er gilt zehn Minuten.\n\nGib ihn niemandem: Wir fragen nie danach. Wenn du keinen Code angefordert hast, hat sich jemand bei seiner Adresse vertippt, und du musst nichts tun.`,
    footer: "Diese E-Mail wurde von einer Maschine geschrieben.",
  },
  digest: {
    subject: "{place}: was schiefging",
    body: "Bei {place} ging einiges schief. So oft war es; wie es jetzt steht, zeigt das Büro:\n{link}",
    span: (since, until) => `Von ${since} bis ${until}`,
    rows: {
      orders_unaccepted: "Bestellungen, die niemand rechtzeitig annahm",
      tickets_unseen: "Bons, die zwei Minuten lang kein Bildschirm zeigte",
      payments_mismatched: "Zahlungsmeldungen, die nicht zu ihrer Bestellung passten",
      messages_unsent: "Nachrichten, die nicht verschickt werden konnten",
      events_dead: "Meldungen von Partnern, die aufgegeben wurden",
    },
    footer: (place) =>
      `Sie bekommen diese E-Mail, weil ${place} Ihnen gehört. Sie wurde von einer Maschine geschrieben.`,
  },
  call: {
    order_waiting: (number) => `Bestellung Nummer ${number} wartet darauf, angenommen zu werden.`,
    ticket_unseen: (number) => `Niemand hat den Bon von Bestellung Nummer ${number} gesehen.`,
  },
};
