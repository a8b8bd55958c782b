"""Loaded by papermill through the entry point, while papermill.engines itself is being imported."""

from papermill.engines import papermill_engines
from papermill.translators import papermill_translators

from .engine import TypeScriptEngine
from .translator import TypeScriptTranslator

for language in ("tslab", "jslab", "typescript"):
    papermill_translators.register(language, TypeScriptTranslator)
# The engine that papermill uses when none is named.
papermill_engines.register(None, TypeScriptEngine)
