import copy
import json
import os
import re

HIDDEN = "(secret, not stored)"
WORDS = {"key", "apikey", "token", "secret", "password", "passwd", "credential", "credentials"}


def is_secret(name):
    """Whether a parameter of this name holds a secret: `wandbApiKey`, `access_token`, `PASSWORD`, but not `keypoints`."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return any(word.lower() in WORDS for word in words)


def secrets_of(parameters):
    """The strings that must not be stored: values of secret parameters and the W&B key of the environment."""
    values = [value for name, value in (parameters or {}).items() if is_secret(name)]
    values.append(os.environ.get("WANDB_API_KEY", ""))
    found = {value for value in values if isinstance(value, str) and value.strip()}
    # as it stands, and as it stands inside a string literal
    spelled = found | {json.dumps(value, ensure_ascii=False)[1:-1] for value in found}
    return sorted(spelled, key=len, reverse=True)


def without(secrets, thing):
    """A copy of `thing` (text, or lists and mappings of text) in which every secret is replaced by a notice."""
    if not secrets:
        return thing
    if isinstance(thing, str):
        for secret in secrets:
            thing = thing.replace(secret, HIDDEN)
        return thing
    if isinstance(thing, (list, tuple)):
        return [without(secrets, item) for item in thing]
    if isinstance(thing, dict):
        clean = copy.copy(thing)
        for key, value in thing.items():
            clean[key] = without(secrets, value)
        return clean
    return thing
