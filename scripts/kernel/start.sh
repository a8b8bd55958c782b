#!/bin/sh
# sh start.sh NODE STARTER ARGUMENTS: starts the kernel, from a snapshot where set-up made one for this Node with these
# options on this processor, else from its files. Node ends at once where a snapshot does not fit: hence the tag in its
# name.
node=$1
shift
tag=$("$node" -p 'process.version + "-" + require("node:v8").cachedDataVersionTag()')
snapshot="$(dirname "$0")/../../.setup/kernel-$tag.blob"
if [ -f "$snapshot" ]; then exec "$node" --snapshot-blob "$snapshot" "$@"; fi
exec "$node" "$@"
