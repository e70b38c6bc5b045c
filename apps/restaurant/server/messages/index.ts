/** The messages' door. */
export { type DigestsDeps, startDigests } from "./digests.js";
export { type ForGuest, type ForPlace, type MessageDesk, messageDesk } from "./message-desk.js";
export { messageTextsHandlers } from "./message-texts.routes.js";
export { type MessagesDeps, messagesHandlers } from "./messages.routes.js";
export { type MessagesWorkerDeps, startMessagesWorker } from "./messages-worker.js";
export { messagesToday } from "./outbox.store.js";
export { type Mailer, smtpMailer } from "./smtp-mailer.js";
export type { PlaceNews } from "./texts.js";
export { type MessageSender, type TwilioOptions, twilioSender } from "./twilio-sender.js";
export { twilioTakes } from "./twilio-takes.js";
