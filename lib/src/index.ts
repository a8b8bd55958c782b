/** The version of this library. Each room is imported by its own address, for example `unetlab/losses`. */
export const version = '0.2.0';
