/** Words for people, from plain values. */
export { nearNames } from './near-names';
