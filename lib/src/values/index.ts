/** How values that others wrote become values of a record: lenient JSON, flat configurations, histories by column. */
export { isMedia, toConfigValue, toConfigValues } from './config-values';
export { HistoryColumns, type HistoryReading } from './history-columns';
export {
  isJsonObject,
  parseExactJson,
  parseLenientJson,
  readNumber,
  type Json,
  type JsonObject,
} from './lenient-json';
export { sameButAbbreviated } from './renamed-keys';
export { withUniqueIds } from './run-set';
