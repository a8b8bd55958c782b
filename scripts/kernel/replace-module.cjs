'use strict';

/**
 * Puts other exports in the place of a module's own, for everything that requires it from now on. `make` is given the
 * module's exports and returns what is different in them. Needed where the exports are getters that cannot be set.
 */
exports.replaceModule = function replaceModule(file, make) {
  const own = require(file);
  const descriptors = Object.getOwnPropertyDescriptors(own);
  for (const [name, value] of Object.entries(make(own))) {
    descriptors[name] = { value, enumerable: true, writable: true, configurable: true };
  }
  require.cache[file].exports = Object.defineProperties({}, descriptors);
};
