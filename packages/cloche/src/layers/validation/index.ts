/** The validation layer's door: bodies, fields and answers read against a schema. */
export { type AnswerFault, type AnswerFilter, answerFilter } from "./answer-filter.js";
export type { BodyFormat } from "./body-format.js";
export { type BodyHead, type BodyReader, type BodyReaderOptions, bodyReader } from "./body-reader.js";
export { type BodyCaps, DEFAULT_BODY_CAPS } from "./caps.js";
export type { BodyEncoding } from "./content-encoding.js";
export { type FieldSource, type FieldsReader, type FieldsReaderOptions, fieldsReader } from "./fields-reader.js";
export type { UploadType } from "./file-types.js";
export { headerFields } from "./header-fields.js";
export { type MediaType, mediaType } from "./media-type.js";
export type { FieldsPart } from "./pairs.js";
export type { Read, UnknownKeysPolicy } from "./schema-check.js";
export type { FileRules } from "./uploads.js";
